package mockserver

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// shower prints exchanges as they come. It reads them as a viewer, so that a slow terminal slows no answer: it loses
// some, and says so.
type shower struct {
	m     *mock
	out   io.Writer // stdout, or stderr beside a command
	lines bool      // JSON lines
	term  *term.Terminal
	at    live.Cursor
}

func (m *mock) shower() *shower {
	a := m.o.app
	s := &shower{m: m, out: a.Stdout, lines: a.Output == "ndjson", term: a.Terminal(), at: m.restored}
	if len(m.o.command) > 0 { // stdout is the command's
		s.out, s.term = a.Stderr, a.ErrTerminal()
	}
	return s
}

// begin says where the server is and what it does.
func (s *shower) begin() {
	m := s.m
	link := m.admin.ShownLink()
	if s.lines {
		b := rawjson.AppendString(fmt.Appendf(nil, `{"type":"ready","version":%d,"url":`, report.Version), m.url)
		b = rawjson.AppendString(append(b, `,"page":`...), link)
		_, _ = s.out.Write(append(b, "}\n"...))
		return
	}
	t := m.o.app.ErrTerminal()
	what := []any{m.url, "allows everybody"}
	if p := m.config.Policy; p != nil {
		n := uint64(0)
		for range p.Rules() {
			n++
		}
		what[1] = fmt.Sprintf("decides by %s, %s", p.Name, report.Plural(n, "rule"))
	}
	if script := m.config.Faults; script.Text != "" {
		what = append(what, fmt.Sprintf("misbehaves: %s (seed %d)", script.Text, script.Seed))
	}
	if m.config.Strict {
		what = append(what, "refuses what is not Chat's")
	}
	t.Titled(t.Strong("mock server"), what...)
	if link != "" {
		fmt.Fprintf(m.o.app.Stderr, "%s   %s\n", t.Strong("live page"), link)
	}
	if m.journal != nil {
		stats := m.journal.Stats()
		fmt.Fprintf(m.o.app.Stderr, "%s     %s, next number %d\n", t.Strong("journal"), m.o.keep.data, stats.Next)
		if found := m.journal.Recovered().String(); found != "" {
			m.note("%s", found)
		}
	}
}

// follow prints until the context ends, and then what is left. Enough is called once --exit-after has its number.
func (s *shower) follow(ctx context.Context, enough func()) {
	for ctx.Err() == nil {
		s.m.live.Room(ctx) // a slow reader loses requests by the hundred, and is told, rather than single lines
		if s.m.server.Follow(ctx, s.at) == nil {
			s.batch()
		}
		if n := s.m.o.exitCount; n > 0 && uint64(s.at-s.m.restored) >= n {
			enough()
		}
	}
	for end := s.m.server.Latest(); s.at < end; {
		s.batch()
	}
}

func (s *shower) batch() {
	b := s.m.server.Events(s.at, 256)
	s.at = b.Next
	if b.Lost > 0 {
		if s.lines {
			fmt.Fprintf(s.out, "{\"type\":\"gap\",\"lost\":%d}\n", b.Lost)
		} else {
			fmt.Fprintf(s.out, "%s\n", s.term.Doubtful(fmt.Sprintf("… %d requests came too fast to be shown", b.Lost)))
		}
	}
	if len(s.m.o.command) > 0 && !s.lines {
		return // the command's own output is what people want to see
	}
	for _, e := range b.Events {
		s.show(e)
	}
}

// show prints one exchange.
func (s *shower) show(e *live.Event) {
	x, judgement, extra := e.Exchange(), e.Judgement(), e.Extra()
	if s.lines {
		s.line(x, judgement, extra)
		return
	}
	// A line has the rules that the request broke before those that the answer did.
	all := &conformance.Judgement{Verdicts: judgement.Verdicts}
	all.Findings = append(append(all.Findings, e.Findings...), judgement.Findings...)
	event := &conformance.Judged{Exchange: x, Judgement: all, Number: e.Seq, From: e.Request().FromAccount}
	if len(all.Verdicts) == 0 {
		why := e.Unreadable
		switch {
		case e.Callback != "":
			why = e.Callback + ", not judged"
		case why == "":
			why = "nobody was asked about"
		}
		all.Verdicts = []conformance.Verdict{{Effect: conformance.Effect("-"), Cause: callback.Cause(why), Basis: conformance.Documented}}
	}
	terminal := *s.term
	terminal.W = s.out
	report.ShowLine(&terminal, event)
}

// line prints an exchange as JSON.
func (s *shower) line(x *exchange.Exchange, judgement *conformance.Judgement, extra []callback.Member) {
	b := x.AppendMembers([]byte(`{"type":"exchange","version":1,`))
	b = judgement.AppendMembers(append(b, ','))
	for _, m := range extra {
		b = rawjson.AppendString(append(b, ','), m.Name)
		b = append(append(b, ':'), m.Value...)
	}
	_, _ = s.out.Write(append(b, "}\n"...))
}

// end prints the summary.
func (s *shower) end() {
	c := s.m.server.Counts()
	if s.lines {
		summary, _ := json.Marshal(struct {
			live.Counts
			OutputLost uint64 `json:"output_lost"`
		}{c, s.m.live.Lost()})
		fmt.Fprintf(s.out, "{\"type\":\"summary\",\"version\":1,\"summary\":%s}\n", summary)
		return
	}
	parts := []any{report.Plural(c.Exchanges, "request"), fmt.Sprintf("%s: %d allowed, %d denied", report.Plural(c.Allowed+c.Denied,
		"account"), c.Allowed, c.Denied)}
	for _, p := range []struct {
		n    uint64
		what string
	}{
		{c.FailOpen, "added for want of a valid answer"}, // what Chat does where it is not what was decided
		{c.Leaks, "added though denied"},
		{c.ShutOut, "blocked though allowed"},
		{c.Other, "of other callbacks"},
		{c.Refused, "refused"},
		{c.Unreadable, "unreadable"},
		{c.Faulty, "with a fault"},
		{c.Unanswered, "without an answer"},
		{c.Late, "late"},
		{c.Unkept, "not written down"},
		{c.Changed, "decided otherwise by the shadow policy"},
		{c.Fails, "findings on requests"},
		{s.m.live.Lost(), "pieces of the output lost: nobody read them"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	s.term.Titled("", parts...)
}
