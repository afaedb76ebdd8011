package simulate_test

import (
	"context"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/search"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// A receiver that serves one request after the other, 4 ms each, bears 250 per second: the search finds it within 5 %,
// long before the queue reaches the deadline.
func TestLimitOfKnownCapacity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one := make(chan struct{}, 1) // a mutex would not let the bubble's clock go on
		p := &piped{Answer: func(q *callback.Request, r *http.Request) string {
			one <- struct{}{}
			defer func() { <-one }()
			time.Sleep(4 * time.Millisecond)
			return allowAll(q, r)
		}}
		e := newSimulation(t, traffic.World{}, p, load.Schedule{})
		f := search.Finder{From: 50, Most: 10_000, Try: func(ctx context.Context, rate float64) search.Trial {
			return search.Try(ctx, e, rate, 0, 3*time.Second)
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
		p := &piped{Answer: func(q *callback.Request, r *http.Request) string {
			time.Sleep(time.Duration(len(q.Items)) * 3 * time.Millisecond)
			return allowAll(q, r)
		}}
		e := newSimulation(t, traffic.World{}, p, load.Schedule{})
		f := search.Finder{From: 1, Most: 2000, Whole: true, Try: func(ctx context.Context, items float64) search.Trial {
			return search.Try(ctx, e, 5, int(items), 2*time.Second)
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
				p := &piped{Answer: func(q *callback.Request, _ *http.Request) string {
					return decide(q, func(f *callback.Item) int64 {
						if tt.blocks(f.Texts[callback.Wording]) {
							return 38001
						}
						return 0
					})
				}}
				e := newSimulation(t, marked(), p, load.Schedule{Pacer: load.Constant(10)})
				found := search.Hunt(t.Context(), &e.Engine, 3)
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
