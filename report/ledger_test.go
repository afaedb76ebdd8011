package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/report/term"
)

func TestPhases(t *testing.T) {
	t.Parallel()
	p := exchange.Phases{Connect: 2, Write: 3, FirstByte: 10, LastByte: 12}
	want := []Phase{{"connect", 2}, {"send", 1}, {"wait", 7}, {"receive", 2}}
	if got := Phases(&p); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	early := exchange.Phases{Connect: 1, Write: 9, FirstByte: 5, LastByte: 6} // answered before all was sent
	for _, ph := range Phases(&early) {
		if ph.Took < 0 {
			t.Errorf("%s took %v, want no negative time", ph.Name, ph.Took)
		}
	}
}

// A row that is too long for the terminal goes on below; a pipe gets one line.
func TestLineFits(t *testing.T) {
	t.Parallel()
	broken, _ := conformance.RuleByID("RIT-001")
	e := &conformance.Judged{
		Exchange: new(exchange.Exchange), From: "ivan.1kvbld@example.net",
		Judgement: &conformance.Judgement{
			Verdicts: []conformance.Verdict{{Account: "wx_1rye1t", Said: conformance.SaidNothing, Effect: conformance.Allow, Cause: callback.NotAnswered, Basis: conformance.Assumed}},
			Findings: []rule.Finding{{Rule: broken}},
		},
	}
	for _, test := range []struct {
		terminal term.Terminal
		lines    int
	}{{term.Terminal{Width: 80}, 1}, {term.Terminal{Width: 80, TTY: true}, 2}, {term.Terminal{Width: 120, TTY: true}, 1}, {term.Terminal{Width: 80, TTY: true, Color: true}, 2}} {
		var b strings.Builder
		test.terminal.W = &b
		ShowLine(&test.terminal, e)
		got := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if len(got) != test.lines || !strings.Contains(strings.Join(strings.Fields(term.Plain(b.String())), " "), "not-answered (fail-open), assumed RIT-001") {
			t.Errorf("%+v: got\n%s\nwant %d lines with everything", test.terminal, b.String(), test.lines)
		}
		for _, line := range got {
			if test.terminal.TTY && term.Columns(term.Plain(line)) > test.terminal.Width {
				t.Errorf("got a line of %d columns: %s", term.Columns(term.Plain(line)), line)
			}
		}
	}
}
