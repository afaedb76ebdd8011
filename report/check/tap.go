package check

import (
	"io"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// tap renders a run as TAP 14: a test point for each case. What the baseline accepts is a TODO, which is TAP's word for a
// failure that is known and does not count.
func tap(w io.Writer, run *result.Run) error {
	out := safe.Printer{Writer: w, Escape: tapText}
	bad := troubles(run)
	out.Printf("TAP version 14\n1..%d\n", len(run.Cases)+len(bad))
	out.Printf("# chatcb check %s\n# %s\n", run.Target, strings.Join(circumstances(run), ", "))
	if run.Cause != "" {
		out.Printf("# %s %s\n", run.Words().Say("check.one-cause-tap"), run.Cause)
	}
	for i := range run.Cases {
		tapCase(&out, run.Words(), i+1, &run.Cases[i])
	}
	for i, tr := range bad {
		out.Printf("not ok %d - %s\n  ---\n  message: %s\n  ...\n", len(run.Cases)+i+1, tr.ID, yamlString(tr.Message))
	}
	out.Printf("# %s\n", strings.Join(tally(run), ", "))
	if run.Interrupted {
		out.Printf("Bail out! interrupted\n")
	}
	return nil
}

func tapCase(out *safe.Printer, words *language.Words, number int, c *result.Case) {
	result, directive := "ok", safe.Own{}
	k := kindOf(c)
	switch k {
	case failing:
		result = "not ok"
	case accepted:
		result, directive = "not ok", out.Own(" # TODO %s", acceptance(words, &c.Accepted[0]))
	case skipped:
		directive = out.Own(" # SKIP %s", c.Message)
	case warned, noted, passed:
	}
	out.Printf("%s %d - %s%s\n", result, number, c.ID+" "+c.Title, directive)
	if k == passed || k == skipped {
		return
	}
	out.Printf("  ---\n")
	tapFields(out, "  ", parts{
		{"status", string(c.Status)},
		{"severity", string(c.Severity)},
		{"message", caseMessage(c)},
		{"sent", c.Sent},
		{"file", c.File},
		{"repeat", c.Repeat},
	})
	out.Printf("  duration_ms: %.3f\n", float64(c.Took)/1e6)
	if len(c.Leaks) > 0 {
		out.Printf("  leaks:\n")
	}
	for _, account := range c.Leaks {
		out.Printf("    - %s\n", yamlString(account))
	}
	if len(c.Findings) > 0 {
		out.Printf("  findings:\n")
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		out.Printf("    - rule: %s\n", yamlString(f.Rule))
		tapFields(out, "      ", parts{
			{"level", string(f.Level)},
			{"account", f.Account},
			{"message", f.Message},
			{"expected", f.Expected},
			{"received", safe.Clip(f.Received, 240)},
			{"fix", f.Fix},
		})
	}
	out.Printf("  ...\n")
}

func tapFields(out *safe.Printer, indent string, fields parts) {
	for _, f := range fields {
		if f.text != "" {
			out.Printf("%s%s: %s\n", indent, f.name, yamlString(f.text))
		}
	}
}

// tapText is a text on a line of TAP: a hash would begin a directive, and a backslash escapes.
func tapText(text string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(safe.Text(text))
}

// yamlString spells a text as a double-quoted YAML scalar, of which a JSON string is one.
func yamlString(text string) safe.Own {
	return safe.Raw(string(rawjson.AppendString(nil, safe.Text(text))))
}
