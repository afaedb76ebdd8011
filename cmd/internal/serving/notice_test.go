package serving

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/language"
)

// TestNoticeLines tells all that is wrong in a file a line each, and nothing else in more than one: what others wrote cannot
// look like a line of this program.
func TestNoticeLines(t *testing.T) {
	problem := "\np.yaml:1:1: unknown key \x1b[2J\n    broken:\n    ^"
	text := language.T("the {policy} is broken, the old one stays:{problem}", "policy", language.Phrase("policy"), "problem", problem)
	for _, tt := range []struct {
		notice func(*app.App, language.Sayer)
		output string
		want   string
	}{
		{NoticeLines, "", "the policy is broken, the old one stays:\np.yaml:1:1: unknown key \\x1b[2J\n    broken:\n    ^\n"},
		{Notice, "", `the policy is broken, the old one stays:\np.yaml:1:1: unknown key \x1b[2J\n    broken:\n    ^` + "\n"},
		{NoticeLines, "ndjson", `"message":"the policy is broken, the old one stays:\np.yaml:1:1: unknown key \u001b[2J\n    broken:\n    ^"}` + "\n"},
	} {
		var out, errs strings.Builder
		a := app.New(strings.NewReader(""), &out, &errs, func(string) string { return "" })
		a.Output = tt.output
		tt.notice(a, text)
		if got := errs.String(); !strings.HasSuffix(got, tt.want) || out.Len() > 0 {
			t.Errorf("%q: got %q, want %q at the end", tt.output, got, tt.want)
		}
	}
}
