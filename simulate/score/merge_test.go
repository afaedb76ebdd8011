package score

import (
	"bytes"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/traffic"
)

func TestReadResultRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "not a result",
		`{"version":0}`:          "wanted a result of version 2, got 0",
		`{"version":1}`:          "got 1",
		`{"version":2,"else":3}`: "unknown field",
		`{"version":2,"effects":{"allowed":null}}`: "not a result",
		`{"version":2,"labels":{"benign":null}}`:   "wanted a tally",
	} {
		if _, err := ReadResult([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

func TestReadResultRefusesTalliesThatDoNotAddUp(t *testing.T) {
	for _, tt := range []struct {
		tally Tally
		ok    bool
	}{
		{Tally{}, true},
		{Tally{Accounts: 6, Allowed: 1, Blocked: 2, FailOpen: map[callback.Cause]uint64{callback.Late: 2, callback.Status: 1}, SaidAllow: 2, SaidBlock: 3}, true},
		{Tally{Accounts: 2, Allowed: 1, Blocked: 2}, false},
		{Tally{Accounts: 4, Allowed: 1, Blocked: 2}, false},
		{Tally{Accounts: 1, FailOpen: map[callback.Cause]uint64{callback.Late: 2}}, false},
		{Tally{Accounts: 1, Allowed: 1, SaidAllow: 1, SaidBlock: 1}, false},
		{Tally{Accounts: 1, Allowed: 1 << 63, Blocked: 1<<63 + 1}, false},
	} {
		var b bytes.Buffer
		r := NewResult()
		r.Labels["scraping"] = &tt.tally
		if err := r.Write(&b); err != nil {
			t.Fatal(err)
		}
		_, err := ReadResult(b.Bytes())
		if (err == nil) != tt.ok || err != nil && !strings.Contains(err.Error(), `label "scraping": the counts do not add up`) {
			t.Errorf("%+v: got %v, want it taken: %v", tt.tally, err, tt.ok)
		}
	}
}

func TestMergeRefusesOtherRuns(t *testing.T) {
	a, b := NewResult(), NewResult()
	a.Plan.Shards, b.Plan.Shards, b.Shards, b.Plan.Seed = 2, 2, []uint64{1}, 7
	if err := a.Merge(b); err == nil || !strings.HasPrefix(err.Error(), "not of one run") {
		t.Errorf("got %v, want a complaint", err)
	}
	b.Plan.Seed = 0
	if err := a.Merge(b); err != nil {
		t.Error(err)
	}
	if got := a.Missing(); len(got) != 1 || got[0] != 0 {
		t.Errorf("got %v missing, want shard 0", got)
	}
}

// Whatever a file holds, reading and merging it never panics, and what is read is written as it was.
func FuzzReadResult(f *testing.F) {
	var b bytes.Buffer
	r := NewResult()
	r.Latency.Add(5)
	r.Timeline.at(0).addRequest(5, true)
	r.tally(traffic.Benign).Requests++
	if err := r.Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.String())
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadResult([]byte(text))
		if err != nil {
			return
		}
		var first, second bytes.Buffer
		if err := r.Write(&first); err != nil {
			t.Fatal(err)
		}
		again, err := ReadResult(first.Bytes())
		if err != nil {
			t.Fatalf("%v: %s", err, first.Bytes())
		}
		if err := again.Write(&second); err != nil || first.String() != second.String() {
			t.Fatalf("got %s, want %s (%v)", second.String(), first.String(), err)
		}
		r.Score()
		r.Timing()
		r.Shards = nil
		_ = again.Merge(r)
	})
}
