package check

import (
	"cmp"
	"fmt"

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
	Anchor, Kind, Word, Status, Took string
	ID, Title, Message               safe.Untrusted
	Group                            string
	Facts                            html.Facts
	Leaks                            []safe.Untrusted
	Findings                         []htmlFinding
	Repeat                           safe.Untrusted
	Ledger                           *htmlLedger
	Diffs                            []htmlDiff
	Steps                            []htmlStep
	LeftOut                          int
}

type htmlFinding struct {
	Level, Word          string
	Rule, Title, Account safe.Untrusted
	Fields               html.Facts
	Step                 safe.Untrusted // name of the exchange that shows it
}

// htmlStep is one exchange.
type htmlStep struct {
	Name                   safe.Untrusted
	Role, Request, Answer  string
	Late                   bool
	Facts                  []string
	Verdicts               []htmlVerdict
	Broken                 []string // ids of the rules that the answer breaks
	Sent, Received         []html.Span
	SentSize, ReceivedSize string
	NoAnswer               safe.Untrusted
}

type htmlVerdict struct {
	Account             safe.Untrusted
	Said, Effect, Cause string
	Open                bool // fail-open
}

func newHTMLCase(c *result.Case, number int) htmlCase {
	k := kindOf(c)
	h := htmlCase{
		Anchor: fmt.Sprintf("c%d", number), ID: safe.Untrusted(c.ID), Title: safe.Untrusted(c.Title), Kind: k.name(), Word: k.word(),
		Status: string(c.Status), Took: report.Millis(c.Took), Message: safe.Untrusted(c.Message), Group: groupID(c.Scenario),
		Repeat: safe.Untrusted(c.Repeat), LeftOut: c.LeftOut,
		Ledger: newHTMLLedger(c), Diffs: newHTMLDiffs(c), Facts: factsOf(caseParts(c).without("leak", "again")),
	}
	for _, id := range c.Leaks {
		h.Leaks = append(h.Leaks, safe.Untrusted(id))
	}
	for i := range c.Findings {
		h.Findings = append(h.Findings, newHTMLFinding(c, &c.Findings[i]))
	}
	for i := range c.Steps {
		h.Steps = append(h.Steps, newHTMLStep(&c.Steps[i]))
	}
	return h
}

func newHTMLFinding(c *result.Case, f *result.Finding) htmlFinding {
	k, _ := findingKind(c, f)
	h := htmlFinding{Level: k.name(), Word: k.word(), Rule: safe.Untrusted(f.Rule), Title: safe.Untrusted(f.Title), Account: safe.Untrusted(f.Account)}
	fields := findingParts(f).without("account")
	if f.Rule == c.Scenario { // the case says so already
		fields = fields.without(string(f.Severity), "why")
	}
	h.Fields = factsOf(fields)
	if f.Step >= 0 && f.Step < len(c.Steps) {
		h.Step = safe.Untrusted(c.Steps[f.Step].Name)
	}
	return h
}

func newHTMLStep(s *result.Step) htmlStep {
	x := &s.Exchange
	h := htmlStep{
		Name: safe.Untrusted(s.Name), Role: string(s.Role), Request: term.Fit(firstLine(x.Sent), 72).String(), Answer: term.Fit(answerSummary(s), 160).String(),
		Late: x.Late(), Facts: stepFacts(x),
		Sent: html.Bytes(x.Sent), Received: html.Bytes(x.Received),
		SentSize: size(len(x.Sent), s.CutSent), ReceivedSize: size(len(x.Received), s.CutReceived),
	}
	if len(x.Received) == 0 {
		h.NoAnswer = safe.Untrusted(cmp.Or(x.Failure.Detail, "no byte came back"))
	}
	for i := range s.Judgement.Verdicts {
		h.Verdicts = append(h.Verdicts, newHTMLVerdict(&s.Judgement.Verdicts[i]))
	}
	for i := range s.Judgement.Findings {
		h.Broken = append(h.Broken, s.Judgement.Findings[i].Rule.ID)
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
	return htmlVerdict{safe.Untrusted(v.Account), report.Said(v), string(v.Effect), report.Cause(v), v.FailOpen()}
}
