package search

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFinderFindsTheLimit(t *testing.T) {
	for _, tt := range []struct {
		finder Finder
		limit  float64
		open   bool
	}{
		{Finder{From: 100, Most: 1e6}, 7331, false},
		{Finder{From: 100, Most: 1e6}, 13, false}, // the first trial fails
		{Finder{From: 100, Most: 5000}, 7331, true},
		{Finder{From: 1, Most: 2000, Whole: true}, 37, false},
		{Finder{From: 1, Most: 2000, Whole: true}, 1, false},
		{Finder{From: 1, Most: 2000, Whole: true}, 0, false},
	} {
		count := 0
		tt.finder.Try = func(_ context.Context, level float64) Trial {
			count++
			return Trial{Level: level, OK: level <= tt.limit && count%5 != 0} // now and then a slow moment
		}
		got := tt.finder.Find(t.Context())
		want := min(tt.limit, tt.finder.Most)
		if got.Open != tt.open || got.Limit > want || got.Limit < want/1.021 {
			t.Errorf("a limit of %v: got %v (open %v) after %d trials", tt.limit, got.Limit, got.Open, count)
		}
		if most := tt.finder.MostTrials(); count > most+2 { // the slow moments of this test cost two more
			t.Errorf("a limit of %v: got %d trials, want at most %d as said before", tt.limit, count, most)
		}
		if tt.finder.Whole && got.Limit != math.Round(got.Limit) {
			t.Errorf("got %v, want a whole number", got.Limit)
		}
	}
}

// A trial that was interrupted says nothing, and the limit is what was all right before.
func TestFinderInterrupted(t *testing.T) {
	for _, tt := range []struct {
		name   string
		bears  float64
		trials int // after which the interruption comes, in the middle of another
		want   Search
	}{
		{"at once", 1000, 0, Search{Open: true}},
		{"on the way up", 1000, 2, Search{Limit: 200, Open: true}},
		{"after a failure", 150, 3, Search{Limit: 100}},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		count := 0
		f := Finder{From: 100, Most: 1e6, Try: func(_ context.Context, level float64) Trial {
			if count++; count > tt.trials {
				cancel()
			}
			return Trial{Level: level, OK: level <= tt.bears}
		}}
		got := f.Find(ctx)
		if len(got.Trials) != tt.trials || got.Limit != tt.want.Limit || got.Open != tt.want.Open {
			t.Errorf("%s: got %+v, want %d trials, the limit %v, open %v", tt.name, got, tt.trials, tt.want.Limit, tt.want.Open)
		}
	}
}

func TestShrink(t *testing.T) {
	all := make([]int, 64)
	for i := range all {
		all[i] = i
	}
	needs := func(some []int) bool {
		has := map[int]bool{}
		for _, i := range some {
			has[i] = true
		}
		return has[7] && has[40]
	}
	if diff := cmp.Diff([]int{7, 40}, shrink(all, 1000, needs)); diff != "" {
		t.Error(diff)
	}
	if got := shrink(all, 3, needs); !needs(got) {
		t.Errorf("out of tries: got %v, which does not pass", got)
	}
}

// A search that chatcb itself ended says nothing about the receiver's limit.
func TestSearchOwn(t *testing.T) {
	ok := func(level float64) Trial { return Trial{Level: level, OK: true} }
	own := func(level float64) Trial { return Trial{Level: level, Own: true} }
	failed := func(level float64) Trial { return Trial{Level: level} }
	for name, tt := range map[string]struct {
		search Search
		want   bool
	}{
		"the receiver":                {Search{Limit: 10, Trials: []Trial{ok(10), failed(20), failed(20)}}, false},
		"chatcb":                      {Search{Limit: 10, Trials: []Trial{ok(10), own(20), own(20)}}, true},
		"both, once each":             {Search{Limit: 10, Trials: []Trial{ok(10), own(20), failed(20)}}, false},
		"chatcb, far above":           {Search{Limit: 10, Trials: []Trial{ok(10), own(40), own(40), failed(20), failed(20)}}, false},
		"chatcb, nearest":             {Search{Limit: 10, Trials: []Trial{failed(40), failed(40), own(20), own(20), ok(10)}}, true},
		"chatcb, once at the limit":   {Search{Limit: 10, Trials: []Trial{own(10), ok(10), failed(20), failed(20)}}, false},
		"nothing failed":              {Search{Limit: 10, Open: true, Trials: []Trial{ok(10)}}, false},
		"chatcb, from the very first": {Search{Trials: []Trial{own(1), own(1)}}, true},
	} {
		if got := tt.search.Own(); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}
