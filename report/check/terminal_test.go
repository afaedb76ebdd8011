package check

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

func matches(t *testing.T, pattern, text string) bool {
	t.Helper()
	return regexp.MustCompile(pattern).MatchString(text)
}

// TestCheckWidth proves that nothing but a command, which is to be copied, and a word that cannot be broken is wider than
// the terminal.
func TestCheckWidth(t *testing.T) {
	t.Parallel()
	for _, columns := range []int{60, 80, 120} {
		var b bytes.Buffer
		Show(&term.Terminal{W: &b, TTY: true, Width: columns}, sampleRun())
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			if term.Harmless(line).Width() > max(columns, 79) && !strings.HasPrefix(line, "     again ") && strings.Contains(strings.TrimSpace(line[min(14, len(line)):]), " ") {
				t.Errorf("%d columns: got %d: %s", columns, term.Harmless(line).Width(), line)
			}
		}
	}
}

// TestCheckUncut proves that nothing is cut where nobody watches a terminal.
func TestCheckUncut(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	Show(&term.Terminal{W: &b, Width: 40}, sampleRun())
	text := strings.Join(strings.Fields(b.String()), " ")
	for _, p := range newView(sampleRun()).Problems() {
		want := p.Message
		if p.Kind == accepted {
			want = p.Acceptance()
		}
		for _, want := range []string{p.Title(), want} {
			if want := strings.Join(strings.Fields(safe.Text(want)), " "); !strings.Contains(text, want) {
				t.Errorf("%s: got no %q", p.Label(), want)
			}
		}
	}
}

// TestCheckColour proves that colour adds nothing but escapes.
func TestCheckColour(t *testing.T) {
	t.Parallel()
	var plain, painted bytes.Buffer
	Show(&term.Terminal{W: &plain, Width: 80}, sampleRun())
	Show(&term.Terminal{W: &painted, Width: 80, Color: true}, sampleRun())
	stripped := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(painted.String(), "")
	if stripped != plain.String() {
		t.Errorf("got another text with colour:\n%s\nwant\n%s", stripped, plain.String())
	}
	if painted.Len() == plain.Len() {
		t.Error("got no colour")
	}
}

// TestCauseOnce proves that the cause of a whole suite is said once, and on top.
func TestCauseOnce(t *testing.T) {
	t.Parallel()
	run := sampleRun()
	run.Cause = "every request was answered with status 403"
	for _, name := range []string{"text", "markdown", "html", "github", "tap", "junit", "sarif", "json"} {
		text := render(t, name, run)
		n := strings.Count(text, run.Cause)
		if name == "junit" {
			n /= strings.Count(text, "<testsuite ") // a property of every suite
		}
		if n != 1 {
			t.Errorf("%s: got the cause %d times, want once", name, n)
		}
	}
	text := render(t, "text", run)
	if at, first := strings.Index(text, run.Cause), strings.Index(text, "\nFAIL "); at < 0 || at > first {
		t.Errorf("got the cause at byte %d, want it before the first problem at %d", at, first)
	}
}

// TestManyCases proves that a rule that many cases break is told once.
func TestManyCases(t *testing.T) {
	t.Parallel()
	run := quietRun()
	c := sampleRun().Cases[11]
	if c.Status != result.Fail {
		t.Fatalf("got %s, want a failing case", c.Status)
	}
	for range 500 {
		run.Cases = append(run.Cases, c)
	}
	count(run)
	text := render(t, "text", run)
	if n := strings.Count(text, "FAIL JSN-001"); n != 1 || !strings.Contains(text, "· 500 cases") || !strings.Contains(text, "FLD-021 and 492 more\n") {
		t.Errorf("got JSN-001 %d times:\n%s", n, safe.Clip(text, 3000))
	}
}
