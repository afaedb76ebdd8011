package simulation

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Progress says in a line how far a run is. Length is how long it takes if it keeps to its schedule.
func Progress(r *score.Result, length time.Duration) string {
	c := r.Timing()
	open, leaks := uint64(0), uint64(0)
	for label, t := range r.Labels {
		open += t.Opened()
		if label != traffic.Benign {
			leaks += t.Accounts - t.Blocked
		}
	}
	elapsed := r.Took.Round(time.Second).String()
	if left := length - r.Took; r.Plan.Loop == "open" && left > 0 && length < 1000*time.Hour {
		elapsed += ", " + left.Round(time.Second).String() + " to go"
	}
	failures := fmt.Sprintf("let in %d, leaks %d", open, leaks)
	if benign := r.Labels[traffic.Benign]; benign != nil {
		failures += fmt.Sprintf(", friends blocked %d", benign.Blocked)
	}
	return fmt.Sprintf("%s, %.0f/s, p50 %.1f ms, p99 %.1f ms, %s", elapsed, c.Sent, c.P50.Seconds()*1e3, c.P99.Seconds()*1e3, failures)
}
