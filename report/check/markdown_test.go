package check

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/result"
)

// TestMarkdownFits proves that the page stays under 1 MiB whatever there is to tell, and says what it left out.
func TestMarkdownFits(t *testing.T) {
	t.Parallel()
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
