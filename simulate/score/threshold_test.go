package score

import (
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/traffic"
)

func TestHold(t *testing.T) {
	r := NewResult()
	for i := range 1000 {
		r.Latency.Add(time.Duration(i) * time.Millisecond)
	}
	*r.tally(traffic.Benign) = Tally{Accounts: 1000, Allowed: 990, Blocked: 5, FailOpen: map[callback.Cause]uint64{callback.Late: 5}}
	*r.tally("spam-blast") = Tally{Accounts: 1000, Blocked: 995, FailOpen: map[callback.Cause]uint64{callback.Late: 5}}
	for name, tt := range map[string]struct {
		t    Thresholds
		kept bool
	}{
		"p99 over":                      {Thresholds{P99: 980 * time.Millisecond}, false},
		"p99 within":                    {Thresholds{P99: time.Second}, true},
		"p99.9 over":                    {Thresholds{P999: 990 * time.Millisecond}, false},
		"p99.9 within":                  {Thresholds{P999: time.Second}, true},
		"blocked over":                  {Thresholds{Blocked: 0.004}, false},
		"blocked seen within, not sure": {Thresholds{Blocked: 0.006}, false}, // 5 of 1000: up to 1.05 %
		"blocked within":                {Thresholds{Blocked: 0.011}, true},
		"let in seen within, not sure":  {Thresholds{LetIn: 0.006}, false}, // 10 of 2000: up to 0.85 %
		"let in within":                 {Thresholds{LetIn: 0.009}, true},
	} {
		held := r.Hold(tt.t)
		if len(held) != 1 || held[0].Kept != tt.kept {
			t.Errorf("%s: got %+v, want it kept: %v", name, held, tt.kept)
		}
	}
	if got := r.Hold(Thresholds{}); len(got) != 0 {
		t.Errorf("got %+v without thresholds, want none", got)
	}
	if got := NewResult().Hold(Thresholds{Blocked: 0.5, LetIn: 0.5}); !got[0].Kept || got[1].Kept {
		t.Errorf("got %+v of nothing: want nobody blocked, and nothing proved about who is let in", got)
	}
}

// Lateness of chatcb counts where it changes a verdict, or is a notable part of the deadline.
func TestBehind(t *testing.T) {
	for name, tt := range map[string]struct {
		late time.Duration
		own  uint64
		want bool
	}{
		"in time":                {time.Millisecond, 0, false},
		"20 ms of 2 s":           {20 * time.Millisecond, 0, false},
		"a tenth of the time":    {200 * time.Millisecond, 0, true},
		"it changed a verdict":   {time.Millisecond, 1, true},
		"closed loops have none": {time.Second, 0, false},
	} {
		r := NewResult()
		r.Plan.Deadline, r.Plan.Loop, r.OwnLate = 2*time.Second, "open", tt.own
		if name == "closed loops have none" {
			r.Plan.Loop = "closed"
		}
		for range 100 {
			r.Lateness.Add(tt.late)
		}
		if got := r.Timing().Behind; got != tt.want {
			t.Errorf("%s: got behind %v, want %v", name, got, tt.want)
		}
	}
}
