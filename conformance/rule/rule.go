// Package rule says what a conformance rule is: what is demanded, who says so, how binding it is, what to do about a
// violation, and the samples that prove its check. A [Finding] is one violation of one.
//
// The rules themselves are the tables of the packages below rules; package conformance lists them and judges by them.
package rule

import (
	"slices"

	"github.com/chatcb/chatcb/callback"
)

// Severity is how binding a rule is.
type Severity string

// The severities, strictest first.
const (
	Must       Severity = "MUST"     // literally in the page
	MustLinked Severity = "MUST*"    // literally in the overview page that it links to
	Should     Severity = "SHOULD"   // derived from its samples, or from the linked security and timing pages
	Advisory   Severity = "advisory" // robustness
)

// Level is what a finding does to the run.
type Level string

// The levels.
const (
	Fail Level = "fail"
	Warn Level = "warn" // fails with --strict
	Note Level = "note"
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
	Since    string   // the first list of requirements that it is on; "" is the first of all
	Guard    bool     // never fires: its samples guard the other rules against a false alarm

	English   []Wording      // how its findings read, by their kinds
	Local     bool           // a violation leaves no doubt about the rest of the answer
	Explains  callback.Cause // whose verdicts a violation is the reason of, and puts in no doubt
	Refusable bool           // of requests: one that breaks it need not be decided
	// Samples fills in the proof. It is a function, so that a program that only judges does not build hundreds of them at its start.
	// In a table it adds to what is written in the file of proofs.
	Samples func(*Proof)
}

// Proof is what a rule must mind and what it must not.
type Proof struct {
	Pass []Sample // answers or requests that the rule must not mind
	Fail []Sample // answers or requests that it must
}

// Right is the sample that shows what is right: one that breaks no rule at all, and be it the page's own.
func (p Proof) Right() *Sample { return alone(p.Pass) }

// Wrong is the sample that shows what is wrong: one that breaks this rule alone.
func (p Proof) Wrong() *Sample { return alone(p.Fail) }

func alone(samples []Sample) *Sample {
	for i := range samples {
		if len(samples[i].Also) == 0 {
			return &samples[i]
		}
	}
	return &Sample{Name: "the page's"}
}

// All returns all samples, those that fail first.
func (p Proof) All() []Sample { return slices.Concat(p.Fail, p.Pass) }

// Proof returns the samples that the rule is proved by.
func (r *Rule) Proof() Proof {
	var p Proof
	if r.Samples != nil {
		r.Samples(&p)
	}
	return p
}

// ProvedBy gives the rule what a file of proofs has of it.
func (r *Rule) ProvedBy(proofs func() map[string]Proof) {
	more := r.Samples
	r.Samples = func(p *Proof) {
		*p = proofs()[r.ID]
		if more != nil {
			more(p)
		}
	}
}
