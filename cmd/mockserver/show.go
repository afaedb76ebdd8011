package mockserver

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/report"
)

// shower prints exchanges as they come. It reads them as a viewer, so that a slow terminal slows no answer: it loses
// some, and says so.
type shower struct {
	m        *mock
	received report.Received // on stdout, or on stderr beside a command
	at       live.Cursor
}

func (m *mock) shower() *shower {
	a := m.o.app
	s := &shower{m: m, at: m.restored, received: report.Received{Out: a.Stdout, Term: a.Terminal(), Lines: a.Output == "ndjson"}}
	if len(m.o.command) > 0 { // stdout is the command's
		s.received.Out, s.received.Term = a.Stderr, a.ErrTerminal()
	}
	return s
}

// begin says where the server is and what it does.
func (s *shower) begin() {
	m := s.m
	link := m.admin.ShownLink()
	if s.received.Lines {
		s.received.Object("ready", report.Field{Name: "url", Value: m.url}, report.Field{Name: "page", Value: link})
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
		if s.received.Lines {
			fmt.Fprintf(s.received.Out, "{\"type\":\"gap\",\"lost\":%d}\n", b.Lost)
		} else {
			fmt.Fprintf(s.received.Out, "%s\n", s.received.Term.Doubtful(fmt.Sprintf("… %d requests came too fast to be shown", b.Lost)))
		}
	}
	if len(s.m.o.command) > 0 && !s.received.Lines {
		return // the command's own output is what people want to see
	}
	for _, e := range b.Events {
		s.show(e)
	}
}

// show prints one exchange.
func (s *shower) show(e *live.Event) {
	judgement := e.Judgement()
	event := &conformance.Judged{Exchange: e.Exchange(), Judgement: judgement, Number: e.Seq, From: e.Request().FromAccount}
	if !s.received.Lines {
		// A line has the rules that the request broke before those that the answer did.
		all := &conformance.Judgement{Verdicts: judgement.Verdicts}
		all.Findings = append(append(all.Findings, e.Findings...), judgement.Findings...)
		event.Judgement = all
	}
	why := cmp.Or(e.Unreadable, "nobody was asked about")
	if e.Callback != "" {
		why = e.Callback + ", not judged"
		for _, m := range e.Extra() {
			if m.Name == "rule" {
				why += ", rule " + strings.Trim(m.Value, `"`)
			}
		}
	}
	s.received.Exchange(event, e.Extra(), why)
}

// end prints the summary.
func (s *shower) end() {
	c := s.m.server.Counts()
	if s.received.Lines {
		s.received.Object("summary", report.Field{Name: "summary", Value: struct {
			live.Counts
			OutputLost uint64 `json:"output_lost"`
		}{c, s.m.live.Lost()}})
		return
	}
	accounts := fmt.Sprintf("%s: %d allowed, %d denied", report.Plural(c.Allowed+c.Denied, "account"), c.Allowed, c.Denied)
	s.received.Sum([]any{report.Plural(c.Exchanges, "request"), accounts},
		report.Counted{N: c.FailOpen, What: "added for want of a valid answer"}, // what Chat does where it is not what was decided
		report.Counted{N: c.Leaks, What: "added though denied"},
		report.Counted{N: c.ShutOut, What: "blocked though allowed"},
		report.Counted{N: c.Other, What: "of other callbacks"},
		report.Counted{N: c.Refused, What: "refused"},
		report.Counted{N: c.Unreadable, What: "unreadable"},
		report.Counted{N: c.Faulty, What: "with a fault"},
		report.Counted{N: c.Unanswered, What: "without an answer"},
		report.Counted{N: c.Late, What: "late"},
		report.Counted{N: c.Unkept, What: "not written down"},
		report.Counted{N: c.Changed, What: "decided otherwise by the shadow policy"},
		report.Counted{N: c.Fails, What: "findings on requests"},
		report.Counted{N: s.m.live.Lost(), What: "pieces of the output lost: nobody read them"},
	)
}
