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
	said, r := f.In(t.Words), f.Rule.In(t.Words)
	t.Printf("%s %s%s\n", levelWord(t, f.Level), t.Strong(r.ID+" "+r.Title), where)
	var list Facts
	list.Add("what", said.Message)
	list.Add("expected", said.Expected)
	list.Add("received", safe.Clip(said.Received, 240))
	list.AddSentence(t.Words, string(f.Severity), r.Sentence, r.Source)
	list.Add("fix", said.Fix)
	for _, fact := range list {
		t.Field(fact.Name, fact.Text)
	}
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
