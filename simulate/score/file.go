package score

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/chatcb/chatcb/simulate/load"
)

// Write writes the result into a file that ReadResult reads.
func (r *Result) Write(w io.Writer) error { return json.NewEncoder(w).Encode(r) }

// ReadResult reads the result of a run or of a shard of one.
func ReadResult(text []byte) (*Result, error) {
	var head struct{ Version int }
	if err := json.Unmarshal(text, &head); err == nil && head.Version != resultVersion {
		return nil, fmt.Errorf("wanted a result of version %d, got %d", resultVersion, head.Version)
	}
	r := NewResult()
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(r); err != nil {
		return nil, fmt.Errorf("not a result of chatcb simulate: %w", err)
	}
	if err := errors.Join(r.Timeline.validate(), r.Wire.validate()); err != nil {
		return nil, err
	}
	if r.Plan.Shards > load.MaxShards {
		return nil, fmt.Errorf("wanted at most %d shards, got %d", load.MaxShards, r.Plan.Shards)
	}
	for label, t := range r.Labels {
		if t == nil {
			return nil, fmt.Errorf("label %s: wanted a tally, got null", label)
		}
		if err := t.Over.validate(); err != nil {
			return nil, fmt.Errorf("label %q: %w", label, err)
		}
		if !t.addsUp() {
			return nil, fmt.Errorf("label %q: the counts do not add up: wanted allowed, blocked and let in to be the %d accounts, and no more "+
				"answers than those", label, t.Accounts)
		}
	}
	r.Examples.Merge(new(Examples)) // no more than the first few
	return r, nil
}

// addsUp reports whether every account was allowed, blocked or let in, and no more were answered than there are.
func (t *Tally) addsUp() bool {
	effects := []uint64{t.Allowed, t.Blocked}
	for _, n := range t.FailOpen {
		effects = append(effects, n)
	}
	left := func(counts ...uint64) (left uint64, ok bool) { // a sum could overflow
		left = t.Accounts
		for _, n := range counts {
			if n > left {
				return 0, false
			}
			left -= n
		}
		return left, true
	}
	rest, ok := left(effects...)
	_, answered := left(t.SaidAllow, t.SaidBlock)
	return ok && rest == 0 && answered
}

// ReadFiles reads results from files, and puts them together.
func ReadFiles(files []string) (*Result, error) {
	var merged *Result
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		r, err := ReadResult(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if merged == nil {
			merged = r
			continue
		}
		if err := merged.Merge(r); err != nil {
			return nil, fmt.Errorf("%s and %s: %w", files[0], name, err)
		}
	}
	return merged, nil
}
