package simulation

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Progress says in a line how far a run is. Length is how long it takes if it keeps to its schedule.
func Progress(words *language.Words, r *score.Result, length time.Duration) string {
	c := r.Timing()
	open, leaks := uint64(0), uint64(0)
	for label, t := range r.Labels {
		open += t.Opened()
		if label != traffic.Benign {
			leaks += t.Accounts - t.Blocked
		}
	}
	left, blocked := "", ""
	if rest := length - r.Took; r.Plan.Loop == "open" && rest > 0 && length < 1000*time.Hour {
		left = roughly(rest)
	}
	if benign := r.Labels[traffic.Benign]; benign != nil {
		blocked = fmt.Sprint(benign.Blocked)
	}
	return words.Say("simulation.progress", "left", left, "rate", c.Sent, "open", open, "leaks", leaks, "blocked", blocked,
		"p99", report.Millis(c.P99))
}
