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
	t.Field("what", said.Message)
	t.Field("expected", said.Expected)
	t.Field("received", safe.Clip(said.Received, 240))
	cited := t.Words.Say("report.sentence", "text", r.Sentence, "source", t.Words.Translate("", string(r.Source)))
	ShowSentence(t, string(f.Severity), cited, r.Sentence)
	t.Field("fix", said.Fix)
	t.Printf("\n")
}

// ShowSentence shows what a rule demands as its source has it, and a translation that is marked as one.
func ShowSentence(t *term.Terminal, name, shown, sentence string) {
	t.Field(name, shown)
	if own, ok := t.Words.Own("sentence." + sentence); ok {
		t.Field("translation", own)
	}
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
