package simulation

import (
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/simulate/score"
)

// fact is what a run says in a sentence.
type fact struct{ name, text string }

// facts are what the run says in sentences: what became of whom, then the time.
func (s *Simulation) facts() []fact {
	took := s.say("simulation.took", "took", report.Seconds(s.Result.Took), "start", s.Result.Started.Format(time.RFC3339))
	return append(append(s.outcomes(), s.latencies()...), fact{"took", took})
}

func (s *Simulation) outcomes() (facts []fact) {
	if s.Score.Malicious.Accounts > 0 {
		facts = append(facts, fact{"leaks", s.leakText()}, fact{"limit", s.limitText()})
	}
	if f := s.Score.FalseBlocks; f.Of > 0 {
		facts = append(facts, fact{"friends", s.say("simulation.blocked", "n", f.Count, "all", f.Of, "rate", report.Percent(f.Rate),
			"bound", report.Percent(f.Bound))})
	}
	if causes := s.causeTexts(); len(causes) > 0 {
		facts = append(facts, fact{"let in", s.say("simulation.let-in", "causes", causes)})
	}
	if s.Undecided() {
		facts = append(facts, fact{"undecided", s.say("simulation.undecided")})
	}
	return facts
}

func (s *Simulation) latencies() (facts []fact) {
	r, c := s.Result, &s.Clock
	add := func(name, text string) { facts = append(facts, fact{name, text}) }
	add("latency", s.say("simulation.latency", "open", s.open(), "p50", report.Millis(c.P50), "p90", report.Millis(c.P90),
		"p99", report.Millis(c.P99), "p999", report.Millis(c.P999), "max", report.Millis(c.Max)))
	add("head-room", s.say("simulation.head-room", "room", c.HeadRoom*100, "deadline", report.Seconds(c.Deadline), "late", c.Late,
		"right", c.LateRight))
	add("sent", s.sentText())
	if c.Waited > 0 {
		add("waited", s.say("simulation.waited", "n", c.Waited, "max", report.Millis(c.WaitedMax)))
	}
	if c.Behind {
		add("behind", s.say("simulation.behind"))
	}
	if c.Busy {
		add("behind", s.say("simulation.busy", "share", r.Processors*100))
	}
	if c.OwnLate > 0 {
		add("behind", s.say("simulation.own-late", "n", c.OwnLate))
	}
	for _, h := range s.Held {
		add(map[bool]string{true: "kept", false: "broken"}[h.Kept], s.heldText(h))
	}
	return facts
}

// sentText says how much was sent, and how late chatcb itself was.
func (s *Simulation) sentText() string {
	c := &s.Clock
	if !s.open() {
		return s.say("simulation.sent", "rate", c.Sent)
	}
	return s.say("simulation.sent-open", "rate", c.Sent, "asked", c.Scheduled, "pacing", s.words.Label(string(s.Result.Pacing)),
		"p50", report.Millis(c.OwnP50), "p99", report.Millis(c.OwnP99), "max", report.Millis(c.OwnMax))
}

// heldText says how a threshold is kept.
func (s *Simulation) heldText(h score.Held) string {
	switch h.Measure {
	case score.MeasureP99, score.MeasureP999:
		name := map[score.Measure]string{score.MeasureP99: "p99", score.MeasureP999: "p99.9"}[h.Measure]
		return s.say("simulation.held-quantile", "name", name, "got", report.Millis(time.Duration(h.Got)), "kept", h.Kept,
			"flag", string(h.Measure), "max", report.Millis(time.Duration(h.Max)))
	case score.MeasureBlocked:
		return s.say("simulation.held-blocked", "got", report.Percent(h.Got), "kept", h.Kept, "max", report.Percent(h.Max))
	}
	return s.say("simulation.held-let-in", "got", report.Percent(h.Got), "kept", h.Kept, "max", report.Percent(h.Max))
}

// open reports whether the loop is open: in a closed one no request is due, and latency counts from when it was sent.
func (s *Simulation) open() bool { return s.Result.Plan.Loop == "open" }
