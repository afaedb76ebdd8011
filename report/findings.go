package report

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/conformance"
)

// showFindings shows each finding with what was expected, what came, the sentence behind it and the fix.
func showFindings(t *Terminal, findings []conformance.Finding) {
	for i := range findings {
		showFinding(t, &findings[i])
	}
}

func showFinding(t *Terminal, f *conformance.Finding) {
	title := f.Rule.ID + " " + f.Rule.Title
	where := ""
	if f.Account != "" {
		where = " · " + t.fit(f.Account, 34)
	}
	t.printf("%s %s%s\n", levelWord(t, f.Level), t.Strong(title), where)
	t.field("what", f.Message)
	t.field("expected", f.Expected)
	t.field("received", clip(f.Received, 240))
	t.field(string(f.Rule.Severity), f.Rule.Sentence+" ("+string(f.Rule.Source)+")")
	t.field("fix", f.Remedy())
	t.printf("\n")
}

func levelWord(t *Terminal, l conformance.Level) string {
	word := fmt.Sprintf("%-4s", strings.ToUpper(string(l)))
	switch l {
	case conformance.Fail:
		return t.Bad(word)
	case conformance.Warn:
		return t.Doubtful(word)
	case conformance.Note:
	}
	return t.Faint(word)
}
