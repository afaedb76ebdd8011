package cmd

import (
	"fmt"

	"github.com/chatcb/chatcb/report"
)

// sink takes the events of a run, shows them in the format asked for, and ends with the exit status.
type sink struct {
	app     *app
	summary report.Summary
	term    *report.Terminal // text output
	json    *report.JSON     // or JSON output
	full    bool             // text: every exchange in full, not in a line
	raw     bool
	broken  int // lines of input that could not be read
	bar     report.Progress
}

// newSink starts a run against target; total is how many exchanges are to come, or 0.
func (a *app) newSink(target string, judging *judgingFlags, total int) *sink {
	s := &sink{app: a, summary: report.Summary{Gate: judging.gate}, full: total == 1}
	s.bar = report.Progress{Terminal: a.errTerminal(), Total: total}
	if a.output == "text" {
		s.term = a.terminal()
		return s
	}
	s.json = report.NewJSON(a.stdout, target, a.output == "ndjson")
	return s
}

func (s *sink) add(e *report.Event) {
	s.summary.Add(e)
	switch {
	case s.json != nil:
		s.json.Exchange(e)
	case s.full:
		s.term.Exchange(e)
	default:
		s.term.Line(e)
	}
	if s.raw && s.term != nil {
		s.term.Bytes("→", e.Exchange.Sent)
		s.term.Bytes("←", e.Exchange.Received)
	}
	if s.json != nil || !s.bar.Terminal.TTY {
		s.bar.Step(s.summary.Exchanges, fmt.Sprintf("fail-open %d, leaks %d", s.summary.FailOpen, s.summary.Leaks))
	}
}

func (s *sink) end(interrupted bool) error {
	s.bar.Done()
	code := status(&s.summary, interrupted)
	if s.broken > 0 && code != statusInterrupted {
		code = statusTrouble
	}
	if s.json != nil {
		if err := s.json.End(&s.summary, code); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
		return withStatus(code)
	}
	if !s.full {
		s.term.Broken(&s.summary)
	}
	s.term.Summary(&s.summary, code)
	return withStatus(code)
}
