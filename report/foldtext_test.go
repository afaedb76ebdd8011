package report

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
)

func TestFoldText(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"short lines stay", "one\ntwo\n\n  three\n", "one\ntwo\n\n  three\n"},
		{"a paragraph is filled anew", strings.Repeat("word ", 9) + "\nend of it\n", strings.Repeat("word ", 7) + "word\nword end of it\n"},
		{
			"columns go on in the last one",
			"  130  " + strings.Repeat("word ", 9) + "\n",
			"  130  word word word word word word\n       word word word\n",
		},
		{
			"where there is no room, below",
			"  chatcb send :3000/hook --map       which fields?\n",
			"  chatcb send :3000/hook --map\n      which fields?\n",
		},
		{"a command stays whole", "  chatcb send :3000/hook --set FriendItem[0].Remark=\n", "  chatcb send :3000/hook --set FriendItem[0].Remark=\n"},
		{"paint has no width", "  \x1b[2m" + strings.Repeat("abc ", 9) + "x\x1b[22m\n", "  \x1b[2m" + strings.Repeat("abc ", 9) + "x\x1b[22m\n"},
	} {
		terminal := Terminal{TTY: true, Width: 40}
		if got := terminal.FoldText(test.text); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.want)
		}
		terminal.TTY = false
		if got := terminal.FoldText(test.text); got != test.text {
			t.Errorf("%s: got %q through a pipe, want it as it is", test.name, got)
		}
	}
}

// A row that is too long for the terminal goes on below; a pipe gets one line.
func TestLineFits(t *testing.T) {
	rule, _ := conformance.RuleByID("RIT-001")
	e := &conformance.Judged{
		Exchange: new(exchange.Exchange), From: "ivan.1kvbld@example.net",
		Judgement: &conformance.Judgement{
			Verdicts: []conformance.Verdict{{Account: "wx_1rye1t", Said: conformance.SaidNothing, Effect: conformance.Allow, Cause: callback.NotAnswered, Basis: conformance.Assumed}},
			Findings: []conformance.Finding{{Rule: rule}},
		},
	}
	for _, test := range []struct {
		terminal Terminal
		lines    int
	}{{Terminal{Width: 80}, 1}, {Terminal{Width: 80, TTY: true}, 2}, {Terminal{Width: 120, TTY: true}, 1}, {Terminal{Width: 80, TTY: true, Color: true}, 2}} {
		var b strings.Builder
		test.terminal.W = &b
		ShowLine(&test.terminal, e)
		got := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if len(got) != test.lines || !strings.Contains(strings.Join(strings.Fields(plain(b.String())), " "), "not-answered (fail-open), assumed RIT-001") {
			t.Errorf("%+v: got\n%s\nwant %d lines with everything", test.terminal, b.String(), test.lines)
		}
		for _, line := range got {
			if test.terminal.TTY && width(plain(line)) > test.terminal.Width {
				t.Errorf("got a line of %d columns: %s", width(plain(line)), line)
			}
		}
	}
}
