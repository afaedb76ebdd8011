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
	ID       string   `yaml:"id" need:"yes"` // never renumbered, never used again
	Title    string   `yaml:"title" need:"yes"`
	Severity Severity `yaml:"severity" need:"yes" enum:"MUST,MUST*,SHOULD,advisory"`
	Level    Level    `yaml:"level" need:"yes" enum:"fail,warn,note"`
	Source   Source   `yaml:"source" need:"yes"`
	Since    string   `yaml:"since"`               // the first list of requirements that it is on; "" is the first of all
	Sentence string   `yaml:"sentence" need:"yes"` // as the source has it; a plain reason where the source is only robustness
	Why      string   `yaml:"why" need:"yes"`      // what Chat makes of a violation, or why it matters
	Fix      string   `yaml:"fix" need:"yes"`      // what to do about it
	Aliases  []string `yaml:"aliases"`             // retired ids that mean this rule

	Guard     bool           `yaml:"guard"`     // never fires: its samples guard the other rules against a false alarm
	Local     bool           `yaml:"local"`     // a violation leaves no doubt about the rest of the answer
	Refusable bool           `yaml:"refusable"` // of requests: one that breaks it need not be decided
	Explains  callback.Cause `yaml:"explains"`  // whose verdicts a violation is the reason of, and puts in no doubt

	Wording                    // how its findings read, or what those of all kinds have in common
	Kinds   map[string]Wording `yaml:"kinds"`
	Terms   map[string]string  `yaml:"terms"` // words that take the place of an argument; see [Term]

	Proof
}

// Proof is what a rule must mind and what it must not.
type Proof struct {
	Pass []Sample `yaml:"pass"` // answers or requests that the rule must not mind
	Fail []Sample `yaml:"fail"` // answers or requests that it must
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
