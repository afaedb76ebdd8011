package record

import (
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/record"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// show prints exchanges as they pass.
type show struct {
	o       *options
	p       *record.Proxy
	finish  func()
	summary report.Summary
	count   uint64
}

// begin says what stands where.
func (s *show) begin() {
	page := s.o.Admin.ShownLink()
	if s.o.Received.Lines {
		s.o.Received.Object("ready", report.Field{Name: "url", Value: s.o.URL}, report.Field{Name: "page", Value: page},
			report.Field{Name: "target", Value: s.p.Target.String()})
		return
	}
	t := s.o.App.ErrTerminal()
	t.Printf("%-9s %s → %s\n", t.Strong(t.Say("serve.recording")), s.o.URL, s.p.Target)
	if page != "" {
		t.Printf("%-9s %s\n", t.Strong(t.Say("serve.page")), page)
	}
	s.o.Keep.show(t)
	if g := s.p.Guard; g.OnLate != record.Pass || g.OnError != record.Pass {
		t.Titled(term.Textf("%-9s", t.Bad(t.Say("serve.guard"))), t.Say("serve.guard-late", "action", g.OnLate),
			t.Say("serve.guard-errors", "action", g.OnError), t.Say("serve.guard-how", "code", g.Code, "margin", g.Margin))
	}
}

// seen prints one exchange. It is called for one at a time, apart from the traffic.
func (s *show) seen(e *record.Seen) {
	s.summary.Add(&e.Judged)
	t := s.o.Received.Term
	s.o.Received.Exchange(&e.Judged, e.Extra, t.Words.Say("serve.nobody-status", "status", e.Exchange.Answer.Status))
	if g := e.Guard; g != nil && !s.o.Received.Lines {
		report.ShowAlarm(t, t.Words.Say("serve.guarded", "accounts", g.Accounts, "cause", g.Cause, "problem", g.Problem))
	}
	if s.count++; s.count == s.o.ExitAfter {
		s.finish()
	}
}

// end prints the summary. An error says that something was not written down.
func (s *show) end() error {
	stats := s.p.Stats()
	lost := stats.Lost()
	if s.o.Received.Lines {
		s.o.Received.Object("summary", report.Field{Name: "summary", Value: map[string]any{
			"exchanges": stats.Exchanges, "refused": stats.Refused, "guarded": stats.Guarded, "unguarded": stats.Unguarded,
			"kept": stats.Kept, "kept_late": stats.Late,
			"not_kept": lost, "not_shown": stats.Unseen, "output_lost": s.o.Live.Lost(),
			"accounts": s.summary.Accounts, "allowed": s.summary.Allowed,
			"blocked": s.summary.Blocked, "fail_open": s.summary.FailOpen, "leaks": s.summary.Leaks,
		}})
	} else {
		report.ShowBroken(s.o.Received.Term, &s.summary)
		s.o.Received.End("record", map[string]any{
			"Stats": stats, "Summary": &s.summary, "Lost": lost, "OutputLost": s.o.Live.Lost(),
		})
	}
	if lost > 0 {
		return &exit.Said{Key: "serve.lost", Args: []any{"n", lost}}
	}
	return nil
}
