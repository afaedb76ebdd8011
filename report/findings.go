package report

import (
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

// showFinding shows a finding with what was expected, what came, the sentence behind it and the fix.
func showFinding(t *term.Terminal, f *rule.Finding) {
	where := term.Text{}
	if f.Account != "" {
		where = term.Textf(" · %s", t.Fit(f.Account, 34))
	}
	t.Printf("%s %s%s\n", levelWord(t, f.Level), t.Strong(f.Rule.ID+" "+f.Rule.Title), where)
	t.Field("what", f.Message())
	t.Field("expected", f.Expected())
	t.Field("received", safe.Clip(f.Received(), 240))
	t.Field(string(f.Severity), f.Rule.Sentence+" ("+string(f.Rule.Source)+")")
	t.Field("fix", f.Remedy())
	t.Printf("\n")
}

func levelWord(t *term.Terminal, l rule.Level) term.Text {
	word := term.Textf("%-4s", strings.ToUpper(string(l)))
	switch l {
	case rule.Fail:
		return t.Bad(word)
	case rule.Warn:
		return t.Doubtful(word)
	case rule.Note:
	}
	return t.Faint(word)
}
