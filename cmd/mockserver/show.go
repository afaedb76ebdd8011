package mockserver

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// shower prints exchanges as they come. It reads them as a viewer, so that a slow terminal slows no answer: it loses
// some, and says so.
type shower struct {
	m        *mock
	received *report.Received // on stdout, or on stderr beside a command
	at       live.Cursor
}

// begin says where the server is and what it does.
func (s *shower) begin() {
	m := s.m
	link := m.o.Admin.ShownLink()
	if s.received.Lines {
		s.received.Object("ready", report.Field{Name: "url", Value: m.o.URL}, report.Field{Name: "page", Value: link})
		return
	}
	t := m.o.App.ErrTerminal()
	what := []any{m.o.URL, t.Say("serve.everybody")}
	if p := m.config.Policy; p != nil {
		n := 0
		for range p.Rules() {
			n++
		}
		what[1] = t.Say("serve.decides", "policy", p.Name, "n", n)
	}
	if script := m.config.Faults; script.Text != "" {
		what = append(what, t.Say("serve.misbehaves", "script", script.Text, "seed", script.Seed))
	}
	if m.config.Strict {
		what = append(what, t.Say("serve.strict"))
	}
	t.Titled(term.Textf("%-11s", t.Strong(t.Say("serve.mock"))), what...)
	if link != "" {
		t.Printf("%-11s %s\n", t.Strong(t.Say("serve.page")), link)
	}
	if journal := &m.o.Keep.Journal; journal.Kept != nil {
		t.Printf("%-11s %s\n", t.Strong(t.Say("serve.journal")), journal.At(t))
		if torn := journal.Kept.Recovered(); torn.Torn > 0 {
			serving.Notice(m.o.App, serving.Torn(torn))
		}
	}
}

// follow prints until the context ends, and then what is left. Enough is called once --exit-after has its number.
func (s *shower) follow(ctx context.Context, enough func()) {
	for ctx.Err() == nil {
		s.m.o.Live.Room(ctx) // a slow reader loses requests by the hundred, and is told, rather than single lines
		if s.m.server.Follow(ctx, s.at) == nil {
			s.batch()
		}
		if n := s.m.o.Exit.count; n > 0 && uint64(s.at-s.m.restored) >= n {
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
			fmt.Fprintf(s.received.Out, "%s\n", s.received.Term.Doubtful(s.received.Term.Say("serve.gap", "n", b.Lost)))
		}
	}
	if len(s.m.o.Command) > 0 && !s.received.Lines {
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
	words, rule := s.received.Term.Words, ""
	for _, m := range e.Extra() {
		if m.Name == "rule" {
			rule = strings.Trim(m.Value, `"`)
		}
	}
	why := cmp.Or(e.Unreadable, words.Say("serve.nobody"))
	if e.Callback != "" {
		why = words.Say("serve.other", "callback", e.Callback, "rule", rule)
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
		}{c, s.m.o.Live.Lost()}})
		return
	}
	s.received.End("mockserver", struct {
		live.Counts
		Decided, OutputLost uint64
	}{c, c.Allowed + c.Denied, s.m.o.Live.Lost()})
}
