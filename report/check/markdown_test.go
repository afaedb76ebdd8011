package check

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// TestMarkdownFits proves that the page stays under 1 MiB whatever there is to tell, and says what it left out.
func TestMarkdownFits(t *testing.T) {
	run := quietRun()
	for i := range 3000 {
		c := newCase(fmt.Sprintf("our-%d", i), strings.Repeat("`x", 500), result.Fail)
		c.Findings = []result.Finding{ownFinding(&c, strings.Repeat("`", 2000), strings.Repeat("*", 2000), -1)}
		run.Cases = append(run.Cases, c)
		run.Baseline = append(run.Baseline, result.Accepted{Case: c.ID, Rule: strings.Repeat("|", 5000), Problem: "stale"})
	}
	run.Cause, run.Target = strings.Repeat("<", 1<<20), strings.Repeat("&", 1<<20)
	count(run)
	text := render(t, "markdown", run)
	if len(text) >= 1<<20 {
		t.Errorf("got %d bytes, want less than 1 MiB", len(text))
	}
	m := regexp.MustCompile(`\*\*(\d+) more are left out\*\*`).FindStringSubmatch(text)
	if shown := strings.Count(text, "\n### FAIL"); m == nil || fmt.Sprint(3000-shown) != m[1] {
		t.Errorf("got %d sections and %v, want 3000 together", shown, m)
	}
}

func TestMarkdownText(t *testing.T) {
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
		if got := safe.Markdown(tt.text); got != tt.want {
			t.Errorf("mdText(%q): got %q, want %q", tt.text, got, tt.want)
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
		if got := safe.MarkdownCode(tt.text); got != tt.want {
			t.Errorf("mdCode(%q): got %q, want %q", tt.text, got, tt.want)
		}
	}
	if got, want := safe.MarkdownBlock([]string{"a ```` b"}), "`````text\na ```` b\n`````\n"; got != want {
		t.Errorf("mdBlock: got %q, want %q", got, want)
	}
}
