package cmd

import (
	"bufio"
	"fmt"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// sink takes the events of a run, shows them in the format asked for, and ends with the exit status.
type sink struct {
	app     *app
	summary report.Summary
	term    *term.Terminal // text output
	json    *report.JSON   // or JSON output
	full    bool           // text: every exchange in full, not in a line
	raw     bool
	skipped int // what of the input could not be read
	bar     term.Progress
}

// newSink starts a run against target; total is how many exchanges are to come, or 0.
func newSink(a *app, target string, judging *judgingFlags, total int) *sink {
	s := &sink{app: a, summary: report.Summary{Gate: judging.gate}, full: total == 1}
	s.bar = term.Progress{Terminal: a.errTerminal(), Total: total}
	if a.output == "text" {
		s.term = a.terminal()
		return s
	}
	s.json = report.NewJSON(a.stdout, target, a.output == "ndjson")
	return s
}

// hold gathers text until there is much of it, for input that is all there already: a system call for every line would
// cost more than the judging. The function that it returns writes the rest.
func (s *sink) hold() (release func()) {
	if s.term == nil || s.term.TTY {
		return func() {}
	}
	out := bufio.NewWriterSize(s.term.W, 64<<10)
	s.term.W = out
	return func() { _ = out.Flush() } // as with every line of text, there is nobody to tell
}

func (s *sink) add(e *conformance.Judged) {
	s.summary.Add(e)
	switch {
	case s.json != nil:
		s.json.Exchange(e)
	case s.full:
		report.ShowExchange(s.term, e)
	default:
		report.ShowLine(s.term, e)
	}
	if s.raw && s.term != nil {
		report.ShowBytes(s.term, "→", e.Exchange.Sent)
		report.ShowBytes(s.term, "←", e.Exchange.Received)
	}
	if s.json != nil || !s.bar.Terminal.TTY {
		s.bar.Step(s.summary.Exchanges, fmt.Sprintf("fail-open %d, leaks %d", s.summary.FailOpen, s.summary.Leaks))
	}
}

func (s *sink) end(interrupted bool) error {
	s.bar.Done()
	code := status(&s.summary, interrupted)
	if s.skipped > 0 && s.summary.Gate.Strict && code != outcome.Interrupted {
		code = outcome.Trouble
	}
	if s.json != nil {
		if err := s.json.End(&s.summary, code); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
		return withStatus(code)
	}
	if !s.full {
		report.ShowBroken(s.term, &s.summary)
	}
	report.ShowSummary(s.term, &s.summary, code)
	return withStatus(code)
}

// status is the exit status that a summary stands for.
func status(s *report.Summary, interrupted bool) outcome.Status {
	return outcome.Decide(outcome.Facts{
		Interrupted: interrupted,
		Trouble:     s.Exchanges > 0 && s.Unreached == s.Exchanges,
		Leak:        s.Leaks > 0,
		Findings:    s.Failing > 0 || s.Unmet > 0,
		Nothing:     s.Accounts == 0,
	})
}
