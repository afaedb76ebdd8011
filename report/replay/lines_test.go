package replay

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// printed is what a terminal of this width shows, or with 0 what a pipe gets, with and without colour alike.
func printed(t *testing.T, columns int, print func(*term.Terminal)) string {
	t.Helper()
	var texts [2]string
	for i := range texts {
		var b strings.Builder
		print(&term.Terminal{W: &b, TTY: columns > 0, Width: cmp.Or(columns, 80), Color: i == 1})
		texts[i] = term.Plain(b.String())
	}
	if texts[0] != texts[1] {
		t.Errorf("got %q in colour, want %q", texts[1], texts[0])
	}
	return texts[0]
}

// Lines of lists fit into the terminal, whatever stands in them; a pipe gets them whole, one line each.
func TestLinesFitTheTerminal(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("somebody-with-a-long-name_", 3)
	said := conformance.Verdict{Account: "eve" + long, Effect: conformance.Block, Cause: callback.Said, Basis: conformance.Documented, HasCode: true, Code: 38001}
	open := conformance.Verdict{Account: "测试用户" + long, Effect: conformance.Allow, Cause: callback.UnreadableCode, Basis: conformance.Assumed}
	rules := slices.Collect(conformance.Rules())
	event := &conformance.Judged{
		Exchange: &exchange.Exchange{Phases: exchange.Phases{LastByte: 1500 * time.Millisecond}}, From: "alice" + long, Number: 12345,
		Judgement: &conformance.Judgement{
			Verdicts: []conformance.Verdict{open, said}, Findings: []rule.Finding{{Rule: rules[0]}, {Rule: rules[1]}, {Rule: rules[2]}, {Rule: rules[3]}},
		},
	}
	result := &replay.Result{
		Judged: conformance.Judged{Number: 7}, Request: conformance.Request{From: "alice" + long}, Compared: true, Shift: -time.Second,
		Decisions: []replay.Decision{{Account: said.Account, Change: replay.Opened, Before: said, After: open}},
	}
	for name, tt := range map[string]struct {
		print func(*term.Terminal)
		whole []string // on a pipe, in a line each
		kept  []string // on a terminal, unbroken, however narrow
	}{
		"line": {
			print: func(t *term.Terminal) { report.ShowLine(t, event) },
			whole: []string{"alice" + long + " → " + open.Account + "    1.50 s  unreadable-code (fail-open), assumed " + rules[0].ID, "alice" + long + " → " + said.Account},
			kept:  []string{"unreadable-code", rules[0].ID, rules[1].ID, rules[2].ID, rules[3].ID, "said", "ALLOW", "BLOCK", "12345"},
		},
		"replayed": {
			print: func(t *term.Terminal) {
				lines := Lines{Terminal: t}
				lines.Add(result)
				lines.End()
			},
			whole: []string{"alice" + long + " → " + said.Account + "  BLOCK 38001 → ALLOW (unreadable-code)  -1.00 s"},
			kept:  []string{"OPENED", "38001", "(unreadable-code)", "-1.00 s"},
		},
		"no account": {
			print: func(t *term.Terminal) {
				report.ShowNoAccount(t, 3, "the body is not JSON: "+strings.Repeat("word ", 30)+"\x1b[2J")
			},
			whole: []string{"    3  no account: the body is not JSON: " + strings.Repeat("word ", 30) + `\x1b[2J`}, kept: []string{`\x1b[2J`},
		},
		"alarm": {
			print: func(t *term.Terminal) {
				report.ShowAlarm(t, "GUARD answered for bob: "+strings.Repeat("word ", 30)+"end")
			},
			whole: []string{"       GUARD answered for bob: " + strings.Repeat("word ", 30) + "end"}, kept: []string{"GUARD answered", "end"},
		},
		"titled": {
			print: func(t *term.Terminal) {
				t.Titled("mock server", "http://127.0.0.1:8080/", "misbehaves: status=503 1 in 10 (seed 4)", "refuses what is not Chat's\n")
			},
			whole: []string{"mock server http://127.0.0.1:8080/ · misbehaves: status=503 1 in 10 (seed 4) · refuses what is not Chat's\\n"},
			kept:  []string{"http://127.0.0.1:8080/"},
		},
		"flow": {
			print: func(t *term.Terminal) {
				t.Titled("", "1 request", strings.Repeat("x", 40), strings.Repeat("y", 40))
			},
			whole: []string{"1 request · " + strings.Repeat("x", 40) + " · " + strings.Repeat("y", 40)}, kept: []string{"1 request"},
		},
	} {
		pipe := printed(t, 0, tt.print)
		if got := strings.Split(strings.TrimSuffix(pipe, "\n"), "\n"); len(got) != len(tt.whole) {
			t.Errorf("%s: got %d lines in a pipe, want %d:\n%s", name, len(got), len(tt.whole), pipe)
		}
		for _, want := range tt.whole {
			if !strings.Contains(pipe, want) {
				t.Errorf("%s: got %q in a pipe, want %q", name, pipe, want)
			}
		}
		for _, columns := range []int{60, 80, 100, 200} {
			shown := printed(t, columns, tt.print)
			for line := range strings.Lines(shown) {
				if w := term.Columns(strings.TrimSuffix(line, "\n")); w > columns {
					t.Errorf("%s: got a line of %d columns in %d:\n%s", name, w, columns, line)
				}
			}
			for _, want := range tt.kept {
				if !strings.Contains(shown, want) {
					t.Errorf("%s: got %q in %d columns, want %q in it", name, shown, columns, want)
				}
			}
		}
	}
}

// On a terminal the weightiest decisions come first, and so many of each change as can be looked at.
func TestLinesAreCappedOnATerminal(t *testing.T) {
	t.Parallel()
	for tty, want := range map[bool]int{true: 20 + 1 + 1, false: 31} {
		var b strings.Builder
		lines := Lines{Terminal: &term.Terminal{W: &b, TTY: tty, Width: 100}}
		for i := range 31 {
			change := replay.Closed
			if i == 30 {
				change = replay.Opened
			}
			lines.Add(&replay.Result{Judged: conformance.Judged{Number: uint64(i)}, Decisions: []replay.Decision{{Account: "a", Change: change}}})
		}
		lines.End()
		if n := strings.Count(b.String(), "\n"); n != want {
			t.Errorf("tty %t: got %d lines, want %d:\n%s", tty, n, want, &b)
		}
		if first := strings.Index(b.String(), "OPENED"); tty && (first < 0 || first > 20 || !strings.Contains(b.String(), "and 10 more closed")) {
			t.Errorf("got\n%s\nwant what opened first, and how many are left out", &b)
		}
	}
}
