package check

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// part is a named text of what a report has to tell.
type part struct{ name, text string }

// parts are what there is to tell, in the order of all reports.
type parts []part

func (list *parts) add(name, text string) {
	if strings.TrimSpace(text) != "" {
		*list = append(*list, part{name, text})
	}
}

// only leaves the parts of these names.
func (list parts) only(names ...string) parts {
	return slices.DeleteFunc(slices.Clone(list), func(p part) bool { return !slices.Contains(names, p.name) })
}

// without leaves the parts of other names.
func (list parts) without(names ...string) parts {
	return slices.DeleteFunc(slices.Clone(list), func(p part) bool { return slices.Contains(names, p.name) })
}

// parts tell a problem.
func (p *problem) parts() (list parts) {
	f := &p.finding
	if len(p.leaks) > 0 {
		list.add("leak", leakText(p.words, p.leaks, p.assumed))
	}
	if p.kind == accepted {
		list.add("accepted", acceptance(p.words, &p.accept))
	}
	list.add("what", f.Message)
	if p.status == "" {
		if len(p.cases) == 1 {
			list.add("account", f.Account)
		}
		if f.Rule == p.first.Scenario { // it is about what was sent, and not about any answer
			list.add("sent", p.first.Sent)
		}
		list.addFinding(p.words, f)
	}
	list.add("file", p.first.File)
	list.add("cases", caseList(p.words, p.cases))
	list.add("again", p.first.Repeat)
	return list
}

// short tells a problem where its heading and the command name the only case.
func (p *problem) short() parts {
	if len(p.cases) == 1 && p.status == "" {
		return p.parts().without("cases")
	}
	return p.parts()
}

// addFinding adds what a finding says beside its message.
func (list *parts) addFinding(words *language.Words, f *result.Finding) {
	list.add("expected", f.Expected)
	list.add("received", safe.Clip(f.Received, 1000))
	list.addSentence(words, string(f.Severity), f.Sentence, f.Source)
	list.add("why", f.Why)
	list.add("fix", f.Fix)
}

// findingParts tell a finding of a case.
func findingParts(words *language.Words, f *result.Finding) (list parts) {
	list.add("what", f.Message)
	list.add("account", f.Account)
	list.addFinding(words, f)
	return list
}

// caseParts tell a case, but for its findings.
func caseParts(words *language.Words, c *result.Case) (list parts) {
	if len(c.Leaks) > 0 {
		list.add("leak", leakText(words, c.Leaks, c.Assumed))
	}
	for i := range c.Accepted {
		list.add("accepted", c.Accepted[i].Rule+" "+acceptance(words, &c.Accepted[i]))
	}
	if c.Later {
		list.add("later", words.Say("check.later"))
	}
	list.add("sent", c.Sent)
	list.add("expected", c.Expected)
	list.addSentence(words, string(c.Severity), c.Sentence, c.Source)
	list.add("why", c.Why)
	list.add("tags", strings.Join(c.Tags, ", "))
	list.add("file", c.File)
	list.add("again", c.Repeat)
	return list
}

// caseMessage is what became of a case, in one sentence.
func caseMessage(c *result.Case) string {
	if w := c.Worst(); w != nil && c.Status != result.Error && c.Status != result.Untestable {
		return w.Rule + " " + w.Title + ": " + w.Message
	}
	return c.Message
}

// leakText names who was let through.
func leakText(words *language.Words, who []string, assumed bool) string {
	return words.Say("check.leak", "who", who, "n", len(who), "assumed", assumed)
}

// acceptance says who answers for a failure.
func acceptance(words *language.Words, a *result.Accepted) string {
	return words.Say("check.acceptance", "owner", a.Owner, "expires", a.Expires, "reason", a.Reason, "risk", a.AcceptRisk)
}

// addSentence adds what is demanded as its source has it, and a translation that is marked as one.
func (list *parts) addSentence(words *language.Words, name, text string, source rule.Source) {
	if text == "" || source == "" {
		list.add(name, text)
		return
	}
	list.add(name, words.Say("report.sentence", "text", text, "source", words.Translate("", string(source))))
	if own, ok := words.Own("sentence." + text); ok {
		list.add("translation", own)
	}
}

// caseList names the first few cases.
func caseList(words *language.Words, cases []*result.Case) string {
	var ids []string
	for _, c := range cases {
		ids = append(ids, c.ID)
	}
	return words.Say("list.few", "list", ids)
}
