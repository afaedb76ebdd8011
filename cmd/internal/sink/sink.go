// Package sink shows judged exchanges as they come, and ends with the exit status that they stand for.
package sink

import (
	"bufio"
	"bytes"
	"context"
	"fmt"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// Sink takes the events of a run, shows them in the format asked for, and ends with the exit status.
type Sink struct {
	app     *app.App
	Summary report.Summary
	Term    *term.Terminal // text output
	json    *report.JSON   // or JSON output
	Full    bool           // text: every exchange in full, not in a line
	Raw     bool
	Skipped int // what of the input could not be read
	Bar     *term.Progress
	// Advise says what to do about the first exchange that fails; it may be nil. It is shown as text, at the end.
	Advise func(*conformance.Judged, *term.Terminal)
	advice bytes.Buffer
}

// New starts a run against target; total is how many exchanges are to come, or 0. Where ctx ends it says that
// nothing is sent any more.
func New(ctx context.Context, a *app.App, target string, judging *flags.Judging, total int) *Sink {
	s := &Sink{app: a, Summary: report.Summary{Gate: judging.Gate}, Full: total == 1, Bar: a.Progress(ctx, total)}
	if a.Output == "text" {
		s.Term = a.Terminal()
		return s
	}
	s.json = report.NewJSON(a.Stdout, target, a.Output == "ndjson")
	return s
}

// Hold gathers text until there is much of it, for input that is all there already: a system call for every line would
// cost more than the judging. The function that it returns writes the rest.
func (s *Sink) Hold() (release func()) {
	if s.Term == nil || s.Term.TTY {
		return func() {}
	}
	out := bufio.NewWriterSize(s.Term.W, 64<<10)
	s.Term.W = out
	return func() { _ = out.Flush() } // as with every line of text, there is nobody to tell
}

// Add takes one exchange.
func (s *Sink) Add(e *conformance.Judged) {
	s.Summary.Add(e)
	if s.Advise != nil && s.Term != nil && status(&s.Summary, false) != outcome.OK {
		t := *s.Term
		t.W = &s.advice
		s.Advise(e, &t)
		s.Advise = nil
	}
	switch {
	case s.json != nil:
		s.json.Exchange(e)
	case s.Full:
		report.ShowExchange(s.Term, e)
	default:
		report.ShowLine(s.Term, e)
	}
	if s.Raw && s.Term != nil {
		report.ShowBytes(s.Term, "→", e.Exchange.Sent)
		report.ShowBytes(s.Term, "←", e.Exchange.Received)
	}
	if s.json != nil || !s.Bar.Terminal.TTY {
		s.Bar.Step(s.Summary.Exchanges, s.Bar.Terminal.Words.Say("report.progress", "open", s.Summary.FailOpen, "leaks", s.Summary.Leaks))
	}
}

func (s *Sink) End(interrupted bool) error {
	s.Bar.Done()
	code := status(&s.Summary, interrupted)
	if s.Skipped > 0 && s.Summary.Gate.Strict && code != outcome.Interrupted {
		code = outcome.Trouble
	}
	if s.json != nil {
		if err := s.json.End(&s.Summary, code); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
		return exit.Status(code)
	}
	if !s.Full {
		report.ShowBroken(s.Term, &s.Summary)
	}
	_, _ = s.advice.WriteTo(s.Term.W) // as with every line of text
	report.ShowSummary(s.Term, &s.Summary, code)
	return exit.Status(code)
}

// Status is the exit status that a summary stands for.
func status(s *report.Summary, interrupted bool) outcome.Status {
	return outcome.Decide(outcome.Facts{
		Interrupted: interrupted,
		Trouble:     s.Exchanges > 0 && s.Unreached == s.Exchanges,
		Leak:        s.Leaks > 0,
		Findings:    s.Failing > 0 || s.Unmet > 0,
		Nothing:     s.Accounts == 0,
	})
}
