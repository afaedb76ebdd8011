package score

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/simulate/load"
)

// Write writes the result into a file that ReadResult reads.
func (r *Result) Write(w io.Writer) error {
	file := *r
	file.Listed = nil
	for _, kept := range r.Examples {
		file.Listed = append(file.Listed, kept...)
	}
	slices.SortFunc(file.Listed, func(a, b Example) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Cause, b.Cause))
	})
	text, err := json.Marshal(&file)
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

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
	if err := r.Timeline.validate(); err != nil {
		return nil, err
	}
	if r.Plan.Shards > load.MaxShards {
		return nil, fmt.Errorf("wanted at most %d shards, got %d", load.MaxShards, r.Plan.Shards)
	}
	if blank := NewResult(); !sameKeys(r.Effects, blank.Effects) || !sameKeys(r.Phases, blank.Phases) {
		return nil, errors.New("not a result of chatcb simulate: wanted the effects and phases that there are")
	}
	for label, t := range r.Labels {
		if t == nil {
			return nil, fmt.Errorf("label %s: wanted a tally, got null", label)
		}
		if !t.addsUp() {
			return nil, fmt.Errorf("label %q: the counts do not add up: wanted allowed, blocked and let in to be the %d accounts, and no more "+
				"answers than those", label, t.Accounts)
		}
		if t.FailOpen == nil {
			t.FailOpen = map[callback.Cause]uint64{}
		}
	}
	for _, x := range r.Listed {
		class := ExampleClass{x.Label, x.Outcome, x.Cause}
		r.Examples[class] = r.Examples[class].with(x)
	}
	r.Listed = nil
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

// sameKeys reports whether both have the same keys, and values for them.
func sameKeys[K comparable](a, b map[K]*clock.Histogram) bool {
	for k := range b {
		if a[k] == nil {
			return false
		}
	}
	return len(a) == len(b)
}

// Merge adds the result of another shard of the same run. It is an error if that is none, or one that has been added.
func (r *Result) Merge(o *Result) error {
	if r.Plan != o.Plan {
		return fmt.Errorf("not of one run: wanted %+v, got %+v", r.Plan, o.Plan)
	}
	for _, shard := range o.Shards {
		if slices.Contains(r.Shards, shard) {
			return fmt.Errorf("shard %d of %d stands twice", shard, r.Plan.Shards)
		}
	}
	r.Shards = append(r.Shards, o.Shards...)
	slices.Sort(r.Shards)
	if o.Started.Before(r.Started) {
		r.Started = o.Started
	}
	r.Took = max(r.Took, o.Took)
	if r.Stopped == 0 || o.Stopped == 0 {
		r.Stopped, r.Scheduled = 0, 0 // one of them was due for all
	} else {
		r.Stopped, r.Scheduled = max(r.Stopped, o.Stopped), max(r.Scheduled, o.Scheduled)
	}
	if r.Pacing != o.Pacing {
		r.Pacing = "mixed"
	}
	r.Interrupted = r.Interrupted || o.Interrupted
	r.AddCounts(o)
	return nil
}

// AddCounts adds what another result of the same plan has counted.
func (r *Result) AddCounts(o *Result) {
	r.LastSent = max(r.LastSent, o.LastSent)
	r.Requests += o.Requests
	r.Warm += o.Warm
	r.Unreached += o.Unreached
	r.Late += o.Late
	r.LateRight += o.LateRight
	r.OwnLate += o.OwnLate
	r.Opened += o.Opened
	r.Resent += o.Resent
	r.Assumed += o.Assumed
	r.mergeMeasures(o)
	for label, t := range o.Labels {
		r.tally(label).merge(t)
	}
	r.mergeFindings(o)
	for class, kept := range o.Examples {
		for _, x := range kept {
			r.Examples[class] = r.Examples[class].with(x)
		}
	}
}

func (r *Result) mergeMeasures(o *Result) {
	r.Latency.Merge(&o.Latency)
	r.Lateness.Merge(&o.Lateness)
	r.Waiting.Merge(&o.Waiting)
	r.Timeline.Merge(&o.Timeline)
	for name, h := range o.Effects {
		r.Effects[name].Merge(h)
	}
	for name, h := range o.Phases {
		r.Phases[name].Merge(h)
	}
}

func (r *Result) mergeFindings(o *Result) {
	for id, f := range o.Findings {
		mine := r.Findings[id]
		if mine == nil {
			clone := *f
			r.Findings[id] = &clone
			continue
		}
		mine.Count += f.Count
		mine.Fails = mine.Fails || f.Fails
		if f.Number < mine.Number {
			mine.Number, mine.Message = f.Number, f.Message
		}
	}
}

func (t *Tally) merge(o *Tally) {
	if t.Requests == 0 || o.Requests > 0 && o.First.Number < t.First.Number {
		t.First = o.First
	}
	t.Requests += o.Requests
	t.Accounts += o.Accounts
	t.Allowed += o.Allowed
	t.Blocked += o.Blocked
	t.SaidAllow += o.SaidAllow
	t.SaidBlock += o.SaidBlock
	for cause, n := range o.FailOpen {
		t.FailOpen[cause] += n
	}
	if o.Caught != nil && (t.Caught == nil || o.Caught.Number < t.Caught.Number) {
		caught := *o.Caught
		t.Caught = &caught
	}
}

// Missing lists the shards of the run that the result does not have.
func (r *Result) Missing() (missing []uint64) {
	for shard := range r.Plan.Shards {
		if !slices.Contains(r.Shards, shard) {
			missing = append(missing, shard)
		}
	}
	return missing
}

// Due is for how long the requests of the plan that count were due, as far as it says so, else how long the run took.
func (r *Result) Due() time.Duration {
	switch {
	case r.Stopped > 0:
		return max(r.Stopped-r.Plan.WarmUp, 1)
	case r.Plan.Duration > 0:
		return r.Plan.Duration
	}
	return max(r.Took-r.Plan.WarmUp, 1)
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
			return nil, fmt.Errorf("%s and %s: %w", strings.Join(files[:1], ""), name, err)
		}
	}
	return merged, nil
}
