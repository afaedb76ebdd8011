package term

import (
	"strings"
	"testing"
)

func TestFoldText(t *testing.T) {
	t.Parallel()
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
