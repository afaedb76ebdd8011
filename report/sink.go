package report

import (
	"bufio"
	"bytes"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/term"
)

// Sink takes the exchanges of a run, shows them as text or as JSON, and says what they come to.
type Sink struct {
	Summary Summary
	Term    *term.Terminal // text output
	JSON    *JSON          // or JSON output
	Full    bool           // text: every exchange in full, not in a line
	Raw     bool           // text: with the bytes
	Skipped int            // what of the input could not be read
	Bar     *term.Progress
	// Advise says what to do about the first exchange that fails; it may be nil. It is shown as text, at the end.
	Advise func(*conformance.Judged, *term.Terminal)
	advice bytes.Buffer
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
	if s.Advise != nil && s.Term != nil && s.Summary.Status(false) != outcome.OK {
		t := *s.Term
		t.W = &s.advice
		s.Advise(e, &t)
		s.Advise = nil
	}
	switch {
	case s.JSON != nil:
		s.JSON.Exchange(e)
	case s.Full:
		ShowExchange(s.Term, e)
	default:
		ShowLine(s.Term, e)
	}
	if s.Raw && s.Term != nil {
		ShowBytes(s.Term, "→", e.Exchange.Sent)
		ShowBytes(s.Term, "←", e.Exchange.Received)
	}
	if s.JSON != nil || !s.Bar.Terminal.TTY {
		s.Bar.Step(s.Summary.Exchanges, s.Bar.Terminal.Words.Say("report.progress", "open", s.Summary.FailOpen, "leaks", s.Summary.Leaks))
	}
}

// End shows the summary, and what to do. The error is that of writing.
func (s *Sink) End(interrupted bool) (outcome.Status, error) {
	s.Bar.Done()
	code := s.Summary.Status(interrupted)
	if s.Skipped > 0 && s.Summary.Gate.Strict && code != outcome.Interrupted {
		code = outcome.Trouble
	}
	if s.JSON != nil {
		return code, s.JSON.End(&s.Summary, code)
	}
	if !s.Full {
		ShowBroken(s.Term, &s.Summary)
	}
	_, _ = s.advice.WriteTo(s.Term.W) // as with every line of text
	ShowSummary(s.Term, &s.Summary, code)
	return code, nil
}
