package check

import (
	"fmt"
	"html/template"
	"regexp"
	"slices"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// view is a run as its formats see it, in the words of its readers.
type view struct {
	*result.Run
	words *language.Words
	Cases []*caseView

	told map[string]told // what a page has said of a thing
}

// caseView is a case, and what it does to the run.
type caseView struct {
	*result.Case
	run      *view
	Number   int // from 1
	Anchor   template.URL
	Kind     kind
	Findings []*findingView
}

// findingView is a finding of a case, and what it does to the run.
type findingView struct {
	*result.Finding
	Case  *caseView
	Kind  kind
	entry *result.Accepted // of the baseline, that accepts it
}

// plainID is an id that can stand in the address of a page as it is, and is no name of a place of the frame.
var plainID = regexp.MustCompile(`^[A-Z]{3}-[0-9]{3}(/[A-Za-z0-9._-]+)*$`)

// newView looks at a run that is in the words of its readers. The place of a case in a page is named by its id, so that the
// address of a case holds in the next report too.
func newView(run *result.Run) *view {
	v := &view{Run: run, words: run.Words(), told: map[string]told{}}
	taken := map[string]bool{}
	for i := range run.Cases {
		c := &caseView{Case: &run.Cases[i], run: v, Number: i + 1, Kind: kindOf(&run.Cases[i]), Anchor: template.URL(run.Cases[i].ID)}
		if taken[c.ID] || !plainID.MatchString(c.ID) {
			c.Anchor = template.URL(fmt.Sprintf("c%d", c.Number))
		}
		taken[string(c.Anchor)] = true
		for k := range c.Case.Findings {
			c.Findings = append(c.Findings, c.finding(&c.Case.Findings[k]))
		}
		v.Cases = append(v.Cases, c)
	}
	return v
}

// WorstFirst are the cases by their kinds.
func (v *view) WorstFirst() []*caseView {
	return slices.SortedStableFunc(slices.Values(v.Cases), func(x, y *caseView) int { return x.Kind.rank() - y.Kind.rank() })
}

func (c *caseView) finding(f *result.Finding) *findingView {
	v := &findingView{Finding: f, Case: c, Kind: warned, entry: c.acceptedBy(f.Rule)}
	switch {
	case f.Fails:
		v.Kind = failing
	case v.entry != nil:
		v.Kind = accepted
	case f.Level == rule.Note || c.Later:
		v.Kind = noted
	}
	return v
}

// whole is a finding for what has none: a case that is untestable, in trouble, or has only something to say.
func (c *caseView) whole() *findingView {
	id := c.Scenario
	if c.Status == result.Untestable {
		id = scenarios.UntestableRule
	}
	return &findingView{Case: c, Kind: c.Kind, entry: c.acceptedBy(id), Finding: &result.Finding{
		Rule: c.Scenario, Title: c.Title, Severity: c.Severity, Level: c.Level, Fails: c.Fails, Expected: c.Expected,
		Message: c.Message, Sentence: c.Sentence, Source: c.Source, Why: c.Why, Fix: c.Fix, Step: -1,
	}}
}

// acceptedBy is the entry of the baseline that accepts a rule that the case breaks, or nil.
func (c *caseView) acceptedBy(id string) *result.Accepted {
	for i := range c.Accepted {
		if c.Accepted[i].Rule == id {
			return &c.Accepted[i]
		}
	}
	return nil
}

// Unjudged reports a case without a verdict, of which its findings say less than its message.
func (c *caseView) Unjudged() bool { return c.Status == result.Error || c.Status == result.Untestable }

// Summary is what became of a case, in one sentence.
func (c *caseView) Summary() string {
	if w := c.Worst(); w != nil && !c.Unjudged() {
		return w.Rule + " " + w.Title + ": " + w.Message
	}
	return c.Message
}

// Shows is the exchange that shows the finding, or nil.
func (f *findingView) Shows() *result.Step {
	if f.Step < 0 || f.Step >= len(f.Case.Steps) {
		return nil
	}
	return &f.Case.Steps[f.Step]
}
