package report

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/scenarios"
)

// htmlCase is a case in full.
type htmlCase struct {
	Anchor, ID, Title, Kind, Word, Status string
	Took, Message                         string
	Group                                 string
	Facts                                 []htmlFact
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
	Fields                            []htmlFact
	Step                              string // name of the exchange that shows it
}

// htmlStep is one exchange.
type htmlStep struct {
	Name, Role, Request, Answer      string
	Late                             bool
	Facts                            []string
	Verdicts                         []htmlVerdict
	Broken                           []string // ids of the rules that the answer breaks
	Sent, Received                   []htmlSpan
	SentSize, ReceivedSize, NoAnswer string
}

type htmlVerdict struct {
	Account, Said, Effect, Cause string
	Open                         bool // fail-open
}

func newHTMLCase(c *scenarios.Case, number int) htmlCase {
	k := kindOf(c)
	h := htmlCase{
		Anchor: fmt.Sprintf("c%d", number), ID: Safe(c.ID), Title: Safe(c.Title), Kind: k.name(), Word: k.word(),
		Status: Safe(string(c.Status)), Took: millis(c.Took), Message: Safe(c.Message), Group: groupID(c.Scenario),
		Repeat: Safe(c.Repeat), LeftOut: c.LeftOut,
		Ledger: newHTMLLedger(c), Diffs: newHTMLDiffs(c), Facts: caseFacts(c),
	}
	for _, id := range c.Leaks {
		h.Leaks = append(h.Leaks, Safe(id))
	}
	for i := range c.Findings {
		h.Findings = append(h.Findings, newHTMLFinding(c, &c.Findings[i]))
	}
	for i := range c.Steps {
		h.Steps = append(h.Steps, newHTMLStep(&c.Steps[i]))
	}
	return h
}

func caseFacts(c *scenarios.Case) []htmlFact {
	list := []htmlFact{
		{"sent", c.Sent},
		{"expected", c.Expected},
		{string(c.Severity), sentence(c.Sentence, c.Source)},
		{"why", c.Why},
		{"tags", strings.Join(c.Tags, ", ")},
		{"file", c.File},
	}
	for i := range c.Accepted {
		list = append(list, htmlFact{"baseline", c.Accepted[i].Rule + " " + acceptance(&c.Accepted[i])})
	}
	if c.Later {
		list = append(list, htmlFact{"later", "it is younger than the requirements of this run, so it fails nothing"})
	}
	return safeFacts(list)
}

func newHTMLFinding(c *scenarios.Case, f *scenarios.Finding) htmlFinding {
	k, _ := findingKind(c, f)
	h := htmlFinding{Level: k.name(), Word: k.word(), Rule: Safe(f.Rule), Title: Safe(f.Title), Account: Safe(f.Account)}
	fields := findingFields(f)
	if f.Rule == c.Scenario { // what the case says already
		fields = []htmlFact{fields[0], fields[1], fields[2], fields[5]}
	}
	h.Fields = safeFacts(fields)
	if f.Step >= 0 && f.Step < len(c.Steps) {
		h.Step = Safe(c.Steps[f.Step].Name)
	}
	return h
}

func newHTMLStep(s *scenarios.Step) htmlStep {
	x := &s.Exchange
	h := htmlStep{
		Name: Safe(s.Name), Role: Safe(string(s.Role)), Request: fit(firstLine(x.Sent), 72), Answer: fit(answerSummary(s), 160),
		Late: x.Late(), Facts: stepFacts(x),
		Sent: bytesOf(x.Sent), Received: bytesOf(x.Received),
		SentSize: size(len(x.Sent), s.CutSent), ReceivedSize: size(len(x.Received), s.CutReceived),
	}
	if len(x.Received) == 0 {
		h.NoAnswer = Safe(orElse(x.Failure.Detail, "no byte came back"))
	}
	for i := range s.Judgement.Verdicts {
		h.Verdicts = append(h.Verdicts, newHTMLVerdict(&s.Judgement.Verdicts[i]))
	}
	for i := range s.Judgement.Findings {
		h.Broken = append(h.Broken, Safe(s.Judgement.Findings[i].Rule.ID))
	}
	return h
}

// size says how long a message was, and whether all of it is here.
func size(kept, cut int) string {
	if cut == 0 {
		return plural(kept, "byte")
	}
	return fmt.Sprintf("%s, of which %d are left out in the middle", plural(kept+cut, "byte"), cut)
}

func stepFacts(x *exchange.Exchange) []string {
	var list []string
	for _, p := range phases(&x.Phases) {
		list = append(list, p.name+" "+millis(p.took))
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
	h := htmlVerdict{Account: Safe(v.Account), Said: string(v.Said), Effect: string(v.Effect), Cause: string(v.Cause), Open: v.FailOpen()}
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
