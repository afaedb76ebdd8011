package check

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

// htmlCase is a case in full.
type htmlCase struct {
	Anchor, ID, Title, Kind, Word, Status string
	Took, Message                         string
	Group                                 string
	Facts                                 html.Facts
	Leaks                                 []string
	Findings                              []htmlFinding
	Repeat                                string
	Ledger                                *htmlLedger
	Diffs                                 []htmlDiff
	Steps                                 []htmlStep
	LeftOut                               int
}

type htmlFinding struct {
	Level, Word, Rule, Title, Account string
	Fields                            html.Facts
	Step                              string // name of the exchange that shows it
}

// htmlStep is one exchange.
type htmlStep struct {
	Name, Role, Request, Answer      string
	Late                             bool
	Facts                            []string
	Verdicts                         []htmlVerdict
	Broken                           []string // ids of the rules that the answer breaks
	Sent, Received                   []html.Span
	SentSize, ReceivedSize, NoAnswer string
}

type htmlVerdict struct {
	Account, Said, Effect, Cause string
	Open                         bool // fail-open
}

func newHTMLCase(c *result.Case, number int) htmlCase {
	k := kindOf(c)
	h := htmlCase{
		Anchor: fmt.Sprintf("c%d", number), ID: safe.Text(c.ID), Title: safe.Text(c.Title), Kind: k.name(), Word: k.word(),
		Status: safe.Text(string(c.Status)), Took: report.Millis(c.Took), Message: safe.Text(c.Message), Group: groupID(c.Scenario),
		Repeat: safe.Text(c.Repeat), LeftOut: c.LeftOut,
		Ledger: newHTMLLedger(c), Diffs: newHTMLDiffs(c), Facts: caseFacts(c),
	}
	for _, id := range c.Leaks {
		h.Leaks = append(h.Leaks, safe.Text(id))
	}
	for i := range c.Findings {
		h.Findings = append(h.Findings, newHTMLFinding(c, &c.Findings[i]))
	}
	for i := range c.Steps {
		h.Steps = append(h.Steps, newHTMLStep(&c.Steps[i]))
	}
	return h
}

func caseFacts(c *result.Case) (list html.Facts) {
	list.Add("sent", c.Sent)
	list.Add("expected", c.Expected)
	list.Add(string(c.Severity), sentence(c.Sentence, c.Source))
	list.Add("why", c.Why)
	list.Add("tags", strings.Join(c.Tags, ", "))
	list.Add("file", c.File)
	for i := range c.Accepted {
		list.Add("baseline", c.Accepted[i].Rule+" "+acceptance(&c.Accepted[i]))
	}
	if c.Later {
		list.Add("later", "it is younger than the requirements of this run, so it fails nothing")
	}
	return list
}

func newHTMLFinding(c *result.Case, f *result.Finding) htmlFinding {
	k, _ := findingKind(c, f)
	h := htmlFinding{Level: k.name(), Word: k.word(), Rule: safe.Text(f.Rule), Title: safe.Text(f.Title), Account: safe.Text(f.Account)}
	h.Fields.Add("what", f.Message)
	addFinding(&h.Fields, f, f.Rule != c.Scenario)
	if f.Step >= 0 && f.Step < len(c.Steps) {
		h.Step = safe.Text(c.Steps[f.Step].Name)
	}
	return h
}

func newHTMLStep(s *result.Step) htmlStep {
	x := &s.Exchange
	h := htmlStep{
		Name: safe.Text(s.Name), Role: safe.Text(string(s.Role)), Request: term.Fit(firstLine(x.Sent), 72), Answer: term.Fit(answerSummary(s), 160),
		Late: x.Late(), Facts: stepFacts(x),
		Sent: html.Bytes(x.Sent), Received: html.Bytes(x.Received),
		SentSize: size(len(x.Sent), s.CutSent), ReceivedSize: size(len(x.Received), s.CutReceived),
	}
	if len(x.Received) == 0 {
		h.NoAnswer = safe.Text(safe.OrElse(x.Failure.Detail, "no byte came back"))
	}
	for i := range s.Judgement.Verdicts {
		h.Verdicts = append(h.Verdicts, newHTMLVerdict(&s.Judgement.Verdicts[i]))
	}
	for i := range s.Judgement.Findings {
		h.Broken = append(h.Broken, safe.Text(s.Judgement.Findings[i].Rule.ID))
	}
	return h
}

// size says how long a message was, and whether all of it is here.
func size(kept, cut int) string {
	if cut == 0 {
		return report.Plural(kept, "byte")
	}
	return fmt.Sprintf("%s, of which %d are left out in the middle", report.Plural(kept+cut, "byte"), cut)
}

func stepFacts(x *exchange.Exchange) []string {
	var list []string
	for _, p := range report.Phases(&x.Phases) {
		list = append(list, p.Name+" "+report.Millis(p.Took))
	}
	if x.Reused {
		list = append(list, "kept connection")
	}
	if x.Resent {
		list = append(list, "sent again on a new connection")
	}
	return append(list, x.Answer.Defects.Words()...)
}

func newHTMLVerdict(v *conformance.Verdict) htmlVerdict {
	h := htmlVerdict{Account: safe.Text(v.Account), Said: string(v.Said), Effect: string(v.Effect), Cause: string(v.Cause), Open: v.FailOpen()}
	if v.HasCode && v.Code != 0 {
		h.Said = fmt.Sprintf("%s %d", v.Said, v.Code)
	}
	if h.Open {
		h.Cause += " (fail-open)"
	}
	if v.Basis == conformance.Assumed {
		h.Cause += ", assumed"
	}
	return h
}
