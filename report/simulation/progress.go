package simulation

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/report"
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
	left := ""
	if rest := length - r.Took; r.Plan.Loop == "open" && rest > 0 && length < 1000*time.Hour {
		left = roughly(rest) + " to go, "
	}
	failures := fmt.Sprintf("let in %d, leaks %d", open, leaks)
	if benign := r.Labels[traffic.Benign]; benign != nil {
		failures += fmt.Sprintf(", blocked %d", benign.Blocked)
	}
	return fmt.Sprintf("%s%.0f/s, %s, p99 %s", left, c.Sent, failures, report.Millis(c.P99))
}
