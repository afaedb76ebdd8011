package simulation

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/simulate/score"
)

// fact is what a run says in a sentence.
type fact struct{ name, text string }

// facts are what the run says in sentences: what became of whom, then the time.
func (s *Simulation) facts() []fact {
	return append(append(s.outcomes(), s.latencies()...), fact{"took", fmt.Sprintf("%s, from %s", report.Seconds(s.Result.Took),
		s.Result.Started.Format(time.RFC3339))})
}

func (s *Simulation) outcomes() (facts []fact) {
	if s.Score.Malicious.Accounts > 0 {
		facts = append(facts, fact{"leaks", s.leakText()}, fact{"limit", s.limitText()})
	}
	if f := s.Score.FalseBlocks; f.Of > 0 {
		text := fmt.Sprintf("%d of %d blocked, %s; with 95 %% confidence at most %s", f.Count, f.Of, report.Percent(f.Rate),
			report.Percent(f.Bound))
		facts = append(facts, fact{"friends", text})
	}
	if causes := s.causeText(); causes != "" {
		facts = append(facts, fact{"let in", causes + " (no valid answer in time means: the friend is added)"})
	}
	if s.Undecided() {
		facts = append(facts, fact{"undecided", "not one answer decided over anybody: anyone who is asked about is let in"})
	}
	return facts
}

func (s *Simulation) latencies() (facts []fact) {
	r, c := s.Result, &s.Clock
	add := func(name, format string, args ...any) {
		facts = append(facts, fact{name, fmt.Sprintf(format, args...)})
	}
	add("latency", "from when %s: p50 %s, p90 %s, p99 %s, p99.9 %s, max %s", since(r), report.Millis(c.P50), report.Millis(c.P90),
		report.Millis(c.P99), report.Millis(c.P999), report.Millis(c.Max))
	add("head-room", "%.1f %% of the deadline of %s left at p99.9; late %d, of which %d were valid but for that", c.HeadRoom*100,
		report.Seconds(c.Deadline), c.Late, c.LateRight)
	if r.Plan.Loop == "open" {
		add("sent", "%.1f per second of %.1f asked; %s pacing, itself late by p50 %s, p99 %s, max %s", c.Sent, c.Scheduled, r.Pacing,
			report.Millis(c.OwnP50), report.Millis(c.OwnP99), report.Millis(c.OwnMax))
	} else {
		add("sent", "%.1f per second", c.Sent)
	}
	if c.Waited > 0 {
		add("waited", "%d waited for a free connection, up to %s, which counts as latency", c.Waited, report.Millis(c.WaitedMax))
	}
	if c.Behind {
		add("behind", "chatcb fell behind: the latencies above are partly its own")
	}
	if c.Busy {
		add("behind", "chatcb took %.0f %% of this machine's processors: requests may have left later than it could see; --pacing grouped takes less",
			r.Processors*100)
	}
	if c.OwnLate > 0 {
		add("behind", "%s late only because chatcb sent it late", report.Plural(int(c.OwnLate), "request"))
	}
	for _, h := range s.Held {
		add(map[bool]string{true: "kept", false: "broken"}[h.Kept], "%s", heldText(h))
	}
	return facts
}

// heldText says how a threshold is kept.
func heldText(h score.Held) string {
	verb := "is over"
	if h.Kept {
		verb = "is within"
	}
	switch h.Measure {
	case score.MeasureP99, score.MeasureP999:
		name := map[score.Measure]string{score.MeasureP99: "p99", score.MeasureP999: "p99.9"}[h.Measure]
		return fmt.Sprintf("%s of %s %s --max-%s %s", name, report.Millis(time.Duration(h.Got)), verb, h.Measure,
			report.Millis(time.Duration(h.Max)))
	case score.MeasureBlocked:
		return fmt.Sprintf("friends blocked: the bound of %s %s --max-blocked %s", report.Percent(h.Got), verb, report.Percent(h.Max))
	}
	return fmt.Sprintf("let in: the bound of %s %s --max-let-in %s", report.Percent(h.Got), verb, report.Percent(h.Max))
}

// since is from when latency counts: in a closed loop no request is due.
func since(r *score.Result) string {
	if r.Plan.Loop == "open" {
		return "due"
	}
	return "sent"
}
