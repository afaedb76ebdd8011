package check

import (
	"cmp"
	"strings"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// Facts tell the problem.
func (p *problem) Facts() (list report.Facts) {
	list.Add("leak", p.Leak())
	list.Add("accepted", p.Acceptance())
	list.Add("what", p.Message)
	if p.status == "" {
		if len(p.Cases) == 1 {
			list.Add("account", p.Account)
		}
		if p.Rule == p.Case.Scenario { // it is about what was sent, and not about any answer
			list.Add("sent", p.Case.Sent)
		}
		p.details(&list)
	}
	list.Add("file", p.Case.File)
	var ids []string
	for _, c := range p.Cases {
		ids = append(ids, c.ID)
	}
	list.Add("cases", p.Case.run.words.Say("list.few", "list", ids))
	list.Add("again", p.Case.Repeat)
	return list
}

// Short tells the problem where its heading and the command name the only case.
func (p *problem) Short() report.Facts {
	if len(p.Cases) == 1 && p.status == "" {
		return p.Facts().Without("cases")
	}
	return p.Facts()
}

// details adds what a finding says beside its message.
func (f *findingView) details(list *report.Facts) {
	list.Add("expected", f.Expected)
	list.Add("received", safe.Clip(f.Received, 1000))
	list.AddSentence(f.Case.run.words, string(f.Severity), f.Sentence, f.Source)
	list.Add("why", f.Why)
	list.Add("fix", f.Fix)
}

// Facts tell the finding of a case.
func (f *findingView) Facts() (list report.Facts) {
	list.Add("what", f.Message)
	list.Add("account", f.Account)
	f.details(&list)
	return list
}

// Facts tell a case, but for its findings.
func (c *caseView) Facts() (list report.Facts) {
	list.Add("leak", c.Leak())
	for i := range c.Accepted {
		list.Add("accepted", c.Accepted[i].Rule+" "+c.run.acceptance(&c.Accepted[i]))
	}
	if c.Later {
		list.Add("later", c.run.words.Say("check.later"))
	}
	list.Add("sent", c.Sent)
	list.Add("expected", c.Expected)
	list.AddSentence(c.run.words, string(c.Severity), c.Sentence, c.Source)
	list.Add("why", c.Why)
	list.Add("tags", strings.Join(c.Tags, ", "))
	list.Add("file", c.File)
	list.Add("again", c.Repeat)
	return list
}

// Leak names who was let through, if anybody was.
func (c *caseView) Leak() string { return c.run.leak(c.Leaks, c.Assumed) }

func (v *view) leak(who []string, assumed bool) string {
	if len(who) == 0 {
		return ""
	}
	return v.words.Say("check.leak", "who", who, "n", len(who), "assumed", assumed)
}

// Acceptance says who answers for a failure of the case.
func (c *caseView) Acceptance() string { return c.run.acceptance(&c.Accepted[0]) }

// Acceptance says who answers for the failure, if somebody does.
func (f *findingView) Acceptance() string {
	if f.Kind != accepted {
		return ""
	}
	return f.Case.run.acceptance(cmp.Or(f.entry, &f.Case.Accepted[0]))
}

func (v *view) acceptance(a *result.Accepted) string {
	return v.words.Say("check.acceptance", "owner", a.Owner, "expires", a.Expires, "reason", a.Reason, "risk", a.AcceptRisk)
}
