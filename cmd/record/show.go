package record

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/record"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// show prints exchanges as they pass.
type show struct {
	o        *options
	p        *record.Proxy
	url      string
	page     string // the link to the live page, or ""
	finish   func()
	received report.Received // on stdout, or on stderr beside a command
	summary  report.Summary
	count    uint64
}

func newShow(a *app.App, o *options, p *record.Proxy, url string, finish func()) *show {
	s := &show{o: o, p: p, url: url, finish: finish}
	s.received = report.Received{Out: a.Stdout, Term: a.Terminal(), Lines: a.Output == "ndjson"}
	if len(o.command) > 0 { // stdout is the command's
		s.received.Out, s.received.Term = a.Stderr, a.ErrTerminal()
	}
	return s
}

// begin says what stands where.
func (s *show) begin() {
	a := s.o.app
	if s.received.Lines {
		s.received.Object("ready", report.Field{Name: "url", Value: s.url}, report.Field{Name: "page", Value: s.page},
			report.Field{Name: "target", Value: s.p.Target.String()})
		return
	}
	t := a.ErrTerminal()
	t.Printf("%s %s → %s\n", t.Strong("recording"), s.url, s.p.Target)
	if s.page != "" {
		fmt.Fprintf(a.Stderr, "%s %s\n", t.Strong("live page"), s.page)
	}
	what, where := s.o.keep.describe()
	t.Printf("%s   %s\n", t.Strong(what), where)
	if g := s.p.Guard; g.OnLate != record.Pass || g.OnError != record.Pass {
		t.Titled(term.Textf("%-9s", t.Bad("guard")), "late: "+s.o.guard.onLate, "errors: "+s.o.guard.onError,
			fmt.Sprintf("with %d, %s before the deadline", g.Code, g.Margin))
	}
}

// say tells of something that happens beside the traffic.
func (s *show) say(key string, args ...any) {
	words := s.o.app.Words()
	if s.received.Lines {
		words = words.ForPrograms()
	}
	s.notice(words.Say(key, args...))
}

// notice tells of the journal and of the target's health.
func (s *show) notice(text string) {
	a := s.o.app
	if s.received.Lines {
		line, _ := json.Marshal(map[string]any{"type": "notice", "version": report.Version, "message": text})
		fmt.Fprintf(a.Stderr, "%s\n", line)
		return
	}
	t := a.ErrTerminal()
	t.Printf("%s\n", t.Doubtful(t.Fold(text)))
}

// seen prints one exchange. It is called for one at a time, apart from the traffic.
func (s *show) seen(e *record.Seen) {
	s.summary.Add(&e.Judged)
	s.received.Exchange(&e.Judged, e.Extra, fmt.Sprintf("nobody was asked about, status %d", e.Exchange.Answer.Status))
	if g := e.Guard; g != nil && !s.received.Lines {
		report.ShowAlarm(s.received.Term, fmt.Sprintf("GUARD answered for %s: %s, %s", strings.Join(g.Accounts, ", "), g.Cause, g.Problem))
	}
	if s.count++; s.count == s.o.exitAfter {
		s.finish()
	}
}

// end prints the summary. An error says that something was not written down.
func (s *show) end() error {
	stats := s.p.Stats()
	lost := stats.Lost()
	if s.received.Lines {
		s.received.Object("summary", report.Field{Name: "summary", Value: map[string]any{
			"exchanges": stats.Exchanges, "refused": stats.Refused, "guarded": stats.Guarded, "unguarded": stats.Unguarded,
			"kept": stats.Kept, "kept_late": stats.Late,
			"not_kept": lost, "not_shown": stats.Unseen, "output_lost": s.o.live.Lost(),
			"accounts": s.summary.Accounts, "allowed": s.summary.Allowed,
			"blocked": s.summary.Blocked, "fail_open": s.summary.FailOpen, "leaks": s.summary.Leaks,
		}})
	} else {
		report.ShowBroken(s.received.Term, &s.summary)
		accounts := report.Plural(uint64(s.summary.Accounts), "account")
		s.received.Sum([]any{
			report.Plural(stats.Exchanges, "request"),
			fmt.Sprintf("%s: %d allowed, %d blocked", accounts, s.summary.Allowed, s.summary.Blocked),
		},
			report.Counted{N: uint64(s.summary.FailOpen), What: "fail-open"},
			report.Counted{N: uint64(s.summary.Leaks), What: "LEAKED"},
			report.Counted{N: stats.Guarded, What: "answered by the guard"},
			report.Counted{N: stats.Unguarded, What: "NOT GUARDED"},
			report.Counted{N: stats.Refused, What: "refused"},
			report.Counted{N: stats.Late, What: "written down after their answer"},
			report.Counted{N: lost, What: "NOT WRITTEN DOWN"},
			report.Counted{N: stats.Unseen, What: "not shown: they came too fast"},
			report.Counted{N: s.o.live.Lost(), What: "pieces of the output lost: nobody read them"},
		)
	}
	if lost > 0 {
		return fmt.Errorf("%d exchanges could not be written down", lost)
	}
	return nil
}
