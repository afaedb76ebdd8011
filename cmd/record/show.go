package record

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/record"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// show prints exchanges as they pass.
type show struct {
	o       *options
	p       *record.Proxy
	url     string
	page    string // the link to the live page, or ""
	finish  func()
	out     io.Writer // stdout, or stderr beside a command
	term    *term.Terminal
	summary report.Summary
	count   uint64
	buf     []byte
}

func newShow(a *app.App, o *options, p *record.Proxy, url string, finish func()) *show {
	s := &show{o: o, p: p, url: url, finish: finish, out: a.Stdout, term: a.Terminal()}
	if len(o.command) > 0 { // stdout is the command's
		s.out, s.term = a.Stderr, a.ErrTerminal()
	}
	return s
}

func (s *show) lines() bool { return s.o.app.Output == "ndjson" }

// begin says what stands where.
func (s *show) begin() {
	a := s.o.app
	if s.lines() {
		ready, _ := json.Marshal(map[string]any{"type": "ready", "version": report.Version, "url": s.url, "page": s.page,
			"target": s.p.Target.String()})
		fmt.Fprintf(s.out, "%s\n", ready)
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

// notice tells of the journal and of the target's health.
func (s *show) notice(text string) {
	a := s.o.app
	if s.lines() {
		line, _ := json.Marshal(map[string]any{"type": "notice", "version": report.Version, "message": text})
		fmt.Fprintf(a.Stderr, "%s\n", line)
		return
	}
	t := a.ErrTerminal()
	t.Printf("%s\n", t.Doubtful(t.Fold(text)))
}

// seen prints one exchange. It is called for one at a time, apart from the traffic.
func (s *show) seen(e *record.Seen) {
	event := &conformance.Judged{Exchange: e.Exchange, Judgement: e.Judgement, Number: e.Exchange.Seq, From: e.Asked.From}
	s.summary.Add(event)
	if s.lines() {
		s.line(e)
	} else {
		s.text(e, event)
	}
	if s.count++; s.count == s.o.exitAfter {
		s.finish()
	}
}

func (s *show) line(e *record.Seen) {
	b := e.Exchange.AppendMembers(append(s.buf[:0], `{"type":"exchange","version":1,`...))
	b = e.Judgement.AppendMembers(append(b, ','))
	for _, m := range e.Extra {
		b = rawjson.AppendString(append(b, ','), m.Name)
		b = append(append(b, ':'), m.Value...)
	}
	s.buf = append(b, "}\n"...)
	_, _ = s.out.Write(s.buf) // its reader may be gone
}

func (s *show) text(e *record.Seen, event *conformance.Judged) {
	if len(e.Judgement.Verdicts) == 0 { // no callback, or one that asks about nobody
		shown := *e.Judgement
		shown.Verdicts = []conformance.Verdict{{
			Effect: "-", Cause: callback.Cause(fmt.Sprintf("nobody was asked about, status %d",
				e.Exchange.Answer.Status)), Basis: conformance.Documented,
		}}
		other := *event
		other.Judgement = &shown
		event = &other
	}
	report.ShowLine(s.term, event)
	if g := e.Guard; g != nil {
		report.ShowAlarm(s.term, fmt.Sprintf("GUARD answered for %s: %s, %s", strings.Join(g.Accounts, ", "), g.Cause, g.Problem))
	}
}

// end prints the summary. An error says that something was not written down.
func (s *show) end() error {
	stats := s.p.Stats()
	lost := stats.Failed + stats.Dropped
	if s.lines() {
		line, _ := json.Marshal(map[string]any{"type": "summary", "version": report.Version, "summary": map[string]any{
			"exchanges": stats.Exchanges, "refused": stats.Refused, "guarded": stats.Guarded, "unguarded": stats.Unguarded,
			"kept": stats.Kept, "kept_late": stats.Late,
			"not_kept": lost, "not_shown": stats.Unseen, "output_lost": s.o.live.Lost(),
			"accounts": s.summary.Accounts, "allowed": s.summary.Allowed,
			"blocked": s.summary.Blocked, "fail_open": s.summary.FailOpen,
		}})
		fmt.Fprintf(s.out, "%s\n", line)
	} else {
		report.ShowBroken(s.term, &s.summary)
		parts := []any{
			report.Plural(stats.Exchanges, "request"),
			fmt.Sprintf("%s: %d allowed, %d blocked", report.Plural(uint64(s.summary.Accounts), "account"), s.summary.Allowed,
				s.summary.Blocked),
		}
		for _, p := range []struct {
			n    uint64
			what string
		}{
			{uint64(s.summary.FailOpen), "fail-open"},
			{stats.Guarded, "answered by the guard"},
			{stats.Unguarded, "NOT GUARDED"},
			{stats.Refused, "refused"},
			{stats.Late, "written down after their answer"},
			{lost, "NOT WRITTEN DOWN"},
			{stats.Unseen, "not shown: they came too fast"},
			{s.o.live.Lost(), "pieces of the output lost: nobody read them"},
		} {
			if p.n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
			}
		}
		s.term.Titled("", parts...)
	}
	if lost > 0 {
		return fmt.Errorf("%d exchanges could not be written down", lost)
	}
	return nil
}
