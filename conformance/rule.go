package conformance

import (
	"iter"
	"slices"
)

// Source is where a rule's sentence stands.
type Source string

// The sources.
const (
	Page       Source = "page"                         // "Before a Friend Is Added"
	Overview   Source = "overview"                     // "Webhook Overview", which the page links to
	ConfigPage Source = "configuration page (Chinese)" // "回调配置", which the overview links to
	InSample   Source = "sample"                       // the page's sample request or response
	Contacts   Source = "contacts and accounts pages"  // which the page's field table links to
	Observed   Source = "observed"                     // captured callbacks; not documented
	Robustness Source = "robustness"                   // no document: what makes receivers break
)

// Rule is one element of the catalogue: what is demanded, who says so, what to do, and the proof that the check works.
type Rule struct {
	ID       string // never renumbered, never used again
	Title    string
	Severity Severity
	Level    Level
	Sentence string // as the source has it; a plain reason where the source is only robustness
	Source   Source
	Why      string   // what Chat makes of a violation, or why it matters
	Fix      string   // what to do about it
	Aliases  []string // retired ids that mean this rule
	Guard    bool     // never fires: its samples guard the other rules against a false alarm

	local bool           // a violation leaves no doubt about the rest of the answer
	when  fact           // check finds nothing unless one of these was seen
	check func(*reading) // of answers; nil for a guard
	ask   func(*asking)  // of requests
	proof func() Proof   // a function, so that a program that only judges does not build a thousand samples at its start
}

// Proof is what a rule must mind and what it must not.
type Proof struct {
	Pass []Sample // answers or requests that the rule must not mind
	Fail []Sample // answers or requests that it must
}

// All returns all samples, those that fail first.
func (p Proof) All() []Sample { return slices.Concat(p.Fail, p.Pass) }

// Proof returns the samples that the rule is proved by.
func (r *Rule) Proof() Proof {
	if r.proof == nil {
		return Proof{}
	}
	return r.proof()
}

// answerRules is the table that [Judge.Judge] runs, in the order of the findings.
var answerRules = slices.Concat(
	transportRules, statusRules, headerRules, jsonRules, requiredRules, typeRules, codeRules, itemRules, textRules,
	consistencyRules,
)

// requestRules is the table that [RequestJudge.Judge] runs.
var requestRules = slices.Concat(
	requestLineRules, parameterRules, requestHeadRules, signRules, requestBodyRules, requestFieldRules, requestSenseRules,
)

// Rules lists the passive rules that judge answers, in the order of the findings.
func Rules() iter.Seq[*Rule] { return slices.Values(answerRules) }

// RequestRules lists the rules that judge requests.
func RequestRules() iter.Seq[*Rule] { return slices.Values(requestRules) }

// RuleByID finds the rule of answers or requests with exactly this id or alias.
func RuleByID(id string) (*Rule, bool) {
	if rule, ok := byID(answerRules, id); ok {
		return rule, true
	}
	return byID(requestRules, id)
}

func byID(table []*Rule, id string) (*Rule, bool) {
	for _, rule := range table {
		if rule.ID == id || slices.Contains(rule.Aliases, id) {
			return rule, true
		}
	}
	return nil, false
}
