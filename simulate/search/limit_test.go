package search

import (
	"context"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/simulate/internal/receiver"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

func TestFinderFindsTheLimit(t *testing.T) {
	for _, tt := range []struct {
		finder Finder
		limit  float64
		open   bool
	}{
		{Finder{From: 100, Most: 1e6, Within: 0.02}, 7331, false},
		{Finder{From: 100, Most: 1e6, Within: 0.02}, 13, false}, // the first trial fails
		{Finder{From: 100, Most: 5000, Within: 0.02}, 7331, true},
		{Finder{From: 1, Most: 2000, Whole: true, Within: 0.02}, 37, false},
		{Finder{From: 1, Most: 2000, Whole: true, Within: 0.02}, 1, false},
		{Finder{From: 1, Most: 2000, Whole: true, Within: 0.02}, 0, false},
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
		f := Finder{From: 100, Most: 1e6, Within: 0.02, Try: func(_ context.Context, level float64) Trial {
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

// A receiver that serves one request after the other, 4 ms each, bears 250 per second: the search finds it within 5 %,
// long before the queue reaches the deadline.
func TestLimitOfKnownCapacity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one := make(chan struct{}, 1) // a mutex would not let the bubble's clock go on
		p := &receiver.Piped{Answer: func(q *callback.Request, r *http.Request) string {
			one <- struct{}{}
			defer func() { <-one }()
			time.Sleep(4 * time.Millisecond)
			return receiver.AllowAll(q, r)
		}}
		e := newSimulation(t, traffic.World{}, p, load.Schedule{})
		f := Finder{From: 50, Most: 10_000, Within: 0.02, Try: func(ctx context.Context, rate float64) Trial {
			return TryRate(ctx, e, rate, 3*time.Second)
		}}
		got := f.Find(t.Context())
		e.Client.CloseIdle()
		if got.Open || math.Abs(got.Limit-250) > 12.5 {
			t.Errorf("got %v, want 250 within 5 %%: %+v", got.Limit, got.Trials)
		}
	})
}

// A receiver whose answers take 3 ms for each friend has the deadline passed at 667 of them.
func TestLimitOfItems(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &receiver.Piped{Answer: func(q *callback.Request, r *http.Request) string {
			time.Sleep(time.Duration(len(q.Items)) * 3 * time.Millisecond)
			return receiver.AllowAll(q, r)
		}}
		e := newSimulation(t, traffic.World{}, p, load.Schedule{})
		f := Finder{From: 1, Most: 2000, Whole: true, Within: 0.02, Try: func(ctx context.Context, items float64) Trial {
			return TryItems(ctx, e, int(items), 5, 2*time.Second)
		}}
		got := f.Find(t.Context())
		e.Client.CloseIdle()
		if got.Limit > 667 || got.Limit < 630 {
			t.Errorf("got %v, want 667 within 5 %%", got.Limit)
		}
	})
}

// A receiver that looks for a word is got around by hiding one character of it; one that takes out what hides is not.
func TestHunt(t *testing.T) {
	for name, tt := range map[string]struct {
		blocks func(string) bool
		flips  bool
	}{
		"a word":     {func(s string) bool { return strings.Contains(s, "SPAM") }, true},
		"everything": {func(string) bool { return true }, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &receiver.Piped{Answer: func(q *callback.Request, _ *http.Request) string {
					return receiver.Decide(q, func(f *callback.Item) int64 {
						if tt.blocks(f.Texts[callback.Wording]) {
							return 38001
						}
						return 0
					})
				}}
				e := newSimulation(t, marked(), p, load.Schedule{Pacer: load.Constant(10)})
				found := Hunt(t.Context(), &e.Engine, 3)
				e.Client.CloseIdle()
				if found.Blocked != 3 || (len(found.Bypasses) > 0) != tt.flips || found.Unsteady > 0 {
					t.Errorf("got %+v", found)
				}
				for _, f := range found.Bypasses {
					if f.Changed != 1 || tt.blocks(f.Passed) || !tt.blocks(f.Blocked) || f.Said != conformance.SaidAllow {
						t.Errorf("got %+v, want one character changed", f)
					}
				}
			})
		})
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
