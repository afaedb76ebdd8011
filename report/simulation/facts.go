package simulation

import (
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/simulate/score"
)

// Facts are what the run says in sentences: what became of whom, then the time.
func (s *view) Facts() report.Facts {
	facts := append(s.Outcomes(), s.Latencies()...)
	facts.Add("took", s.say("simulation.took", "took", report.Seconds(s.Result.Took), "start", s.Result.Started.Format(time.RFC3339)))
	return facts
}

// Outcomes are what became of whom.
func (s *view) Outcomes() (facts report.Facts) {
	if m := &s.Score.Malicious; m.Accounts > 0 {
		facts.Add("leaks", s.say("simulation.leaked", "n", m.Leaks, "all", m.Accounts, "rate", report.Percent(m.LeakRate),
			"bound", report.Percent(m.Bound)))
		facts.Add("limit", s.limitText())
	}
	if f := s.Score.FalseBlocks; f.Of > 0 {
		facts.Add("friends", s.say("simulation.blocked", "n", f.Count, "all", f.Of, "rate", report.Percent(f.Rate),
			"bound", report.Percent(f.Bound)))
	}
	if causes := s.causes(); len(causes) > 0 {
		facts.Add("let in", s.say("simulation.let-in", "causes", causes))
	}
	if s.Undecided() {
		facts.Add("undecided", s.say("simulation.undecided"))
	}
	return facts
}

// Latencies are the time, and how thresholds are kept.
func (s *view) Latencies() (facts report.Facts) {
	r, c := s.Result, &s.Clock
	facts.Add("latency", s.say("simulation.latency", "open", s.open(), "p50", report.Millis(c.P50), "p90", report.Millis(c.P90),
		"p99", report.Millis(c.P99), "p999", report.Millis(c.P999), "max", report.Millis(c.Max)))
	facts.Add("head-room", s.say("simulation.head-room", "room", c.HeadRoom*100, "deadline", report.Seconds(c.Deadline), "late", c.Late,
		"right", c.LateRight))
	if s.open() {
		facts.Add("sent", s.say("simulation.sent-open", "rate", c.Sent, "asked", c.Scheduled, "pacing", s.words.Label(string(r.Pacing)),
			"p50", report.Millis(c.OwnP50), "p99", report.Millis(c.OwnP99), "max", report.Millis(c.OwnMax)))
	} else {
		facts.Add("sent", s.say("simulation.sent", "rate", c.Sent))
	}
	if c.Waited > 0 {
		facts.Add("waited", s.say("simulation.waited", "n", c.Waited, "max", report.Millis(c.WaitedMax)))
	}
	if c.Behind {
		facts.Add("behind", s.say("simulation.behind"))
	}
	if c.Busy {
		facts.Add("behind", s.say("simulation.busy", "share", r.Processors*100))
	}
	if c.OwnLate > 0 {
		facts.Add("behind", s.say("simulation.own-late", "n", c.OwnLate))
	}
	for _, h := range s.Held {
		got, limit := report.Percent(h.Got), report.Percent(h.Max)
		if h.Measure.IsTime() {
			got, limit = report.Millis(time.Duration(h.Got)), report.Millis(time.Duration(h.Max))
		}
		facts.Add(map[bool]string{true: "kept", false: "broken"}[h.Kept],
			s.say("simulation.held-"+string(h.Measure), "got", got, "kept", h.Kept, "max", limit))
	}
	return facts
}

// limitText says how the leak rate stands against the limit.
func (s *view) limitText() string {
	l := s.Limit
	switch {
	case l == nil:
		return s.say("simulation.limit-none")
	case l.Proof == score.NotProven:
		return s.say("simulation.limit-needs", "max", report.Percent(l.Max), "n", l.Needed)
	}
	return s.say("simulation.limit", "max", report.Percent(l.Max), "kept", l.Proof == score.Proven)
}

// open reports whether the loop is open: in a closed one no request is due, and latency counts from when it was sent.
func (s *Simulation) open() bool { return s.Result.Plan.Loop == "open" }
