package safe

import (
	"fmt"
	"testing"
)

func TestMarkdownText(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"plain, with: colons and 100% #1", "plain, with: colons and 100% #1"},
		{"<b>&", "&lt;b&gt;&amp;"},
		{"@everyone", "`@`everyone"},
		{"a|b_c*d`e", `a\|b\_c\*d` + "\\`e"},
		{"[x](http://evil.example)", `\[x\](http\://evil.example)`},
		{"www.evil.example", `www\.evil.example`},
		{"a\nb\x1b", `a\\nb\\x1b`},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(MarkdownText(tt.text)); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
	codes := []struct{ text, want string }{
		{"a", "`a`"},
		{"", "`\"\"`"},
		{"a`b", "`` a`b ``"},
		{"```", "```` ``` ````"},
		{" a ", "`  a  `"},
	}
	for _, tt := range codes {
		if got := fmt.Sprint(Code(tt.text)); got != tt.want {
			t.Errorf("Code(%q): got %q, want %q", tt.text, got, tt.want)
		}
	}
	if got, want := fmt.Sprint(CodeBlock("a ```` b")), "`````text\na ```` b\n`````\n"; got != want {
		t.Errorf("CodeBlock: got %q, want %q", got, want)
	}
}
