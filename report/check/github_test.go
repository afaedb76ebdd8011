package check

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

func TestAnnotationsAtMostTen(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 9, 10, 11, 250} {
		run := quietRun()
		for i := range n {
			c := newCase(fmt.Sprintf("FLD-%03d", i+100), "something", result.Fail)
			c.Findings = []result.Finding{ownFinding(&c, "x", "y", -1)}
			run.Cases = append(run.Cases, c)
		}
		count(run)
		run.Exit = outcome.Status(min(n, 1))
		lines := strings.Split(strings.TrimSuffix(render(t, "github", run), "\n"), "\n")
		if n == 0 {
			if lines[0] != "" {
				t.Errorf("got %q, want nothing", lines)
			}
			continue
		}
		if got, want := len(lines), min(n, 10); got != want {
			t.Errorf("%d findings: got %d annotations, want %d", n, got, want)
		}
		left := fmt.Sprintf("%d more", n-9)
		if got := strings.Contains(lines[len(lines)-1], left); got != (n > 10) {
			t.Errorf("%d findings: got %q last, want %q there: %t", n, lines[len(lines)-1], left, n > 10)
		}
	}
}

// TestAnnotationsAreCommands reads the lines as the runner does, whose grammar is "::name key=value,…::data".
func TestAnnotationsAreCommands(t *testing.T) {
	t.Parallel()
	command := regexp.MustCompile(`^::(error|warning|notice) ((?:[a-z]+=[^,:\r\n]*,?)+)::([^\r\n]*)$`)
	unescape := strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
	text := render(t, "github", sampleRun())
	found := false
	for line := range strings.Lines(text) {
		m := command.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			t.Errorf("got a line that is no command: %q", line)
			continue
		}
		if strings.Contains(m[2], "file=chatcb/vip%2C special.yaml,line=12,") {
			found = true
			if got, want := unescape.Replace(m[3]), "vip-1 is blocked "+safe.Text(hostileCommand)+"\n"; !strings.HasPrefix(got, want) {
				t.Errorf("got data %q, want it to begin with %q", got, want)
			}
		}
	}
	if !found {
		t.Errorf("got no annotation at the user's file:\n%s", text)
	}
	if first := strings.Index(text, "POL-001"); first < 0 || first > strings.Index(text, "\n") {
		t.Errorf("got the leak at byte %d, want it first", first)
	}
}

func TestInActions(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{"": false, "false": false, "true": true} {
		if got := InActions(func(string) string { return value }); got != want {
			t.Errorf("GITHUB_ACTIONS=%q: got %t, want %t", value, got, want)
		}
	}
}

func TestStopCommands(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	StopCommands(&b)()
	m := regexp.MustCompile(`^::stop-commands::(\S{20,})\n::(\S+)::\n$`).FindStringSubmatch(b.String())
	if m == nil || m[1] != m[2] {
		t.Errorf("got %q, want a token and the same again", b.String())
	}
}

func TestAnnotationEscapes(t *testing.T) {
	t.Parallel()
	a := annotation{"error", "50%, a:b", "100% %0A\r\na:b,c", "d:ir/f,1.yaml:7"}
	want := "::error file=d%3Air/f%2C1.yaml,line=7,title=50%25%2C a%3Ab::100%25 %250A%0D%0Aa:b,c"
	if got := a.command(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
