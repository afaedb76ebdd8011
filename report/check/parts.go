package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
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
		list.add("leak", leakText(p.leaks))
	}
	if p.kind == accepted {
		list.add("accepted", acceptance(&p.accept))
	}
	list.add("what", f.Message)
	if p.status == "" {
		if len(p.cases) == 1 {
			list.add("account", f.Account)
		}
		if f.Rule == p.first.Scenario { // it is about what was sent, and not about any answer
			list.add("sent", p.first.Sent)
		}
		list.addFinding(f)
	}
	list.add("file", p.first.File)
	list.add("cases", caseList(p.cases, 12))
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
func (list *parts) addFinding(f *result.Finding) {
	list.add("expected", f.Expected)
	list.add("received", safe.Clip(f.Received, 1000))
	list.add(string(f.Severity), sentence(f.Sentence, f.Source))
	list.add("why", f.Why)
	list.add("fix", f.Fix)
}

// findingParts tell a finding of a case.
func findingParts(f *result.Finding) (list parts) {
	list.add("what", f.Message)
	list.add("account", f.Account)
	list.addFinding(f)
	return list
}

// caseParts tell a case, but for its findings.
func caseParts(c *result.Case) (list parts) {
	if len(c.Leaks) > 0 {
		list.add("leak", leakText(c.Leaks))
	}
	for i := range c.Accepted {
		list.add("accepted", c.Accepted[i].Rule+" "+acceptance(&c.Accepted[i]))
	}
	if c.Later {
		list.add("later", "it is younger than the requirements of this run, so it fails nothing")
	}
	list.add("sent", c.Sent)
	list.add("expected", c.Expected)
	list.add(string(c.Severity), sentence(c.Sentence, c.Source))
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
func leakText(who []string) string {
	return strings.Join(who, ", ") + " was to be blocked, and Chat adds the friend"
}

// acceptance says who answers for a failure.
func acceptance(a *result.Accepted) string {
	text := fmt.Sprintf("accepted by %s until %s: %s", a.Owner, a.Expires, a.Reason)
	if a.AcceptRisk != "" {
		text += " (risk: " + a.AcceptRisk + ")"
	}
	return text
}

func sentence(text string, source rule.Source) string {
	if text == "" || source == "" {
		return text
	}
	return fmt.Sprintf("%s (%s)", text, source)
}

// caseList names up to most cases.
func caseList(cases []*result.Case, most int) string {
	var ids []string
	for _, c := range cases[:min(most, len(cases))] {
		ids = append(ids, c.ID)
	}
	list := strings.Join(ids, ", ")
	if left := len(cases) - len(ids); left > 0 {
		list += fmt.Sprintf(" and %d more", left)
	}
	return list
}
