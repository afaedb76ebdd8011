package check

import (
	"io"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// tap renders a run as TAP 14: a test point for each case. What the baseline accepts is a TODO, which is TAP's word for a
// failure that is known and does not count.
func tap(w io.Writer, run *result.Run) error {
	out := safe.Writer{W: w}
	bad := troubles(run)
	out.Printf("TAP version 14\n1..%d\n", len(run.Cases)+len(bad))
	out.Printf("# chatcb check %s\n# %s\n", tapText(run.Target), strings.Join(circumstances(run), ", "))
	if run.Cause != "" {
		out.Printf("# one cause for all of it: %s\n", tapText(run.Cause))
	}
	for i := range run.Cases {
		tapCase(&out, i+1, &run.Cases[i])
	}
	for i, tr := range bad {
		out.Printf("not ok %d - %s\n  ---\n  message: %s\n  ...\n", len(run.Cases)+i+1, tapText(tr.ID), yamlString(tr.Message))
	}
	out.Printf("# %s\n", strings.Join(tally(run), ", "))
	if run.Interrupted {
		out.Printf("Bail out! interrupted\n")
	}
	return out.Err
}

func tapCase(out *safe.Writer, number int, c *result.Case) {
	word, directive := "ok", ""
	k := kindOf(c)
	switch k {
	case failing:
		word = "not ok"
	case accepted:
		word, directive = "not ok", " # TODO "+tapText(acceptance(&c.Accepted[0]))
	case skipped:
		directive = " # SKIP " + tapText(c.Message)
	case warned, noted, passed:
	}
	out.Printf("%s %d - %s%s\n", word, number, tapText(c.ID+" "+c.Title), directive)
	if k == passed || k == skipped {
		return
	}
	out.Printf("  ---\n")
	tapField(out, "  ", "status", string(c.Status))
	tapField(out, "  ", "severity", string(c.Severity))
	tapField(out, "  ", "message", caseMessage(c))
	tapField(out, "  ", "sent", c.Sent)
	tapField(out, "  ", "file", c.File)
	tapField(out, "  ", "repeat", c.Repeat)
	out.Printf("  duration_ms: %.3f\n", float64(c.Took)/1e6)
	tapList(out, "leaks", c.Leaks)
	if len(c.Findings) > 0 {
		out.Printf("  findings:\n")
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		out.Printf("    - rule: %s\n", yamlString(f.Rule))
		tapField(out, "      ", "level", string(f.Level))
		tapField(out, "      ", "account", f.Account)
		tapField(out, "      ", "message", f.Message)
		tapField(out, "      ", "expected", f.Expected)
		tapField(out, "      ", "received", safe.Clip(f.Received, 240))
		tapField(out, "      ", "fix", f.Fix)
	}
	out.Printf("  ...\n")
}

func tapField(out *safe.Writer, indent, name, text string) {
	if text != "" {
		out.Printf("%s%s: %s\n", indent, name, yamlString(text))
	}
}

func tapList(out *safe.Writer, name string, list []string) {
	if len(list) == 0 {
		return
	}
	out.Printf("  %s:\n", name)
	for _, text := range list {
		out.Printf("    - %s\n", yamlString(text))
	}
}

// tapText is a text on a line of TAP: a hash would begin a directive, and a backslash escapes.
func tapText(text string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(safe.Text(text))
}

// yamlString spells a text as a double-quoted YAML scalar, of which a JSON string is one.
func yamlString(text string) string { return string(rawjson.AppendString(nil, safe.Text(text))) }
