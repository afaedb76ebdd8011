package simulate_test

import (
	"context"
	"errors"
	"math"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Where the receiver is never reached there is nothing to simulate against; one that was reached once is what load is
// there to test, whatever becomes of it.
func TestGivesUpWhereNothingIsEverAnswered(t *testing.T) {
	for name, tt := range map[string]struct {
		reachable int // connections, before the receiver is gone
		took      time.Duration
	}{
		"never there":        {0, simulate.GiveUpAfter + 100*time.Millisecond},
		"gone in the middle": {1, 20 * time.Second},
		"hangs up":           {1000, simulate.GiveUpAfter + 100*time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := &piped{Answer: allowAll}
			if name == "hangs up" {
				p.Answer = func(*callback.Request, *http.Request) string { return "" }
			}
			s := newSimulation(t, traffic.World{}, p, load.Schedule{Pacer: load.Constant(10), Duration: 20 * time.Second})
			s.Conditions.Cold = 1
			dial, left := s.Client.Dial, tt.reachable
			s.Client.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				if left--; left < 0 {
					return nil, errors.New("connection refused")
				}
				return dial(ctx, network, address)
			}
			r := s.Run(t.Context(), time.Now())
			s.Client.CloseIdle()
			if r.Took < tt.took-time.Second || r.Took > tt.took+time.Second || r.Interrupted || r.Silent() != (name != "gone in the middle") {
				t.Errorf("%s: got %v, interrupted %v, %d of %d unanswered; want about %v", name, r.Took, r.Interrupted, r.Unanswered, r.Requests, tt.took)
			}
		})
	}
}

// The rate that is told meanwhile is that of the time that has passed, not of the whole plan.
func TestRateMeanwhile(t *testing.T) {
	for _, jobs := range []int{0, 4} {
		synctest.Test(t, func(t *testing.T) {
			p := &piped{Answer: answerAfter(40*time.Millisecond, allowAll)}
			s := newSimulation(t, traffic.World{}, p, load.Schedule{Pacer: load.Constant(100), WarmUp: time.Second, Duration: 10 * time.Second})
			s.Jobs = jobs // of which 4 make 100 a second too
			seen := 0
			s.Watch = func(r *score.Result) {
				if seen++; r.Took < 2*time.Second {
					return // too early for a rate
				}
				if got := r.Timing().Sent; math.Abs(got-100) > 10 {
					t.Errorf("%d jobs, after %v: got %.1f a second, want 100", jobs, r.Took, got)
				}
			}
			s.Run(t.Context(), time.Now())
			s.Client.CloseIdle()
			if seen < 15 {
				t.Errorf("%d jobs: told %d times, want twice a second", jobs, seen)
			}
		})
	}
}
