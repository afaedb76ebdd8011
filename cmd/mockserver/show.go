package mockserver

import (
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// begin says where the server is and what it does.
func (m *mock) begin() {
	received := &m.o.Received
	link := m.o.Admin.ShownLink()
	if received.Lines {
		received.Object("ready", report.Field{Name: "url", Value: m.o.URL}, report.Field{Name: "page", Value: link})
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

// end prints the summary.
func (m *mock) end() {
	c, received := m.server.Counts(), &m.o.Received
	if received.Lines {
		received.Object("summary", report.Field{Name: "summary", Value: struct {
			live.Counts
			OutputLost uint64 `json:"output_lost"`
		}{c, m.o.Live.Lost()}})
		return
	}
	received.End("mockserver", struct {
		live.Counts
		Decided, OutputLost uint64
	}{c, c.Allowed + c.Denied, m.o.Live.Lost()})
}
