package check

import (
	"cmp"
	"slices"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/result"
)

// problem is one thing that is wrong with the receiver, with all the cases that show it: a rule that sixty answers break
// is one problem and not sixty. It is told by its first finding.
type problem struct {
	*findingView
	status  result.Status // Untestable or Error where no rule is broken
	Cases   []*caseView   // all that show it, in the order of the run
	leaks   []string      // accounts let through, without repeats
	assumed bool          // for some of them no document says that they are
}

// Label is how the problem is called in a heading.
func (p *problem) Label() string { return cmp.Or(string(p.status), p.Rule) }

// Title says in a few words what the problem is about.
func (p *problem) Title() string {
	switch p.status {
	case result.Untestable:
		return p.Case.run.words.Say("check.untestable")
	case result.Error:
		return p.Case.run.words.Say("check.error")
	}
	return p.Finding.Title
}

// Leak names who was let through, if anybody was.
func (p *problem) Leak() string { return p.Case.run.leak(p.leaks, p.assumed) }

// Problems lists what is wrong, the worst first. Every case that fails the run is in at least one failing problem.
func (v *view) Problems() []*problem {
	b := problemBuilder{index: map[problemKey]*problem{}}
	for _, c := range v.Cases {
		b.add(c)
	}
	slices.SortStableFunc(b.list, func(x, y *problem) int {
		return cmp.Or(x.Kind.rank()-y.Kind.rank(), x.rank()-y.rank(), len(y.Cases)-len(x.Cases))
	})
	return b.list
}

// rank orders problems of one kind: leaks, then what kept the tool from judging, then by severity. Untestable cases come
// last, because something above is the reason.
func (p *problem) rank() int {
	switch {
	case len(p.leaks) > 0:
		return 0
	case p.status == result.Error:
		return 1
	case p.status == result.Untestable:
		return 9
	}
	return 2 + slices.Index([]rule.Severity{rule.Must, rule.MustLinked, rule.Should, rule.Advisory}, p.Severity)
}

// problemBuilder joins findings of one rule and kind.
type problemBuilder struct {
	list  []*problem
	index map[problemKey]*problem
}

type problemKey struct {
	kind   kind
	status result.Status
	id     string
}

func (b *problemBuilder) add(c *caseView) {
	failed := false
	for _, f := range c.Findings {
		failed = failed || f.Fails
		b.join("", f.Rule, f)
	}
	b.leaks(c)
	switch whole := c.whole(); {
	case c.Status == result.Error:
		b.join(c.Status, c.Message, whole)
	case c.Status == result.Untestable:
		b.join(c.Status, "", whole)
	case c.Fails && !failed, len(c.Findings) == 0 && c.Kind != passed && c.Kind != skipped:
		b.join("", c.Scenario, whole)
	}
}

func (b *problemBuilder) join(status result.Status, id string, f *findingView) {
	key := problemKey{f.Kind, status, id}
	p := b.index[key]
	if p == nil {
		p = &problem{findingView: f, status: status}
		b.index[key] = p
		b.list = append(b.list, p)
	}
	if n := len(p.Cases); n == 0 || p.Cases[n-1] != f.Case {
		p.Cases = append(p.Cases, f.Case)
	}
}

// leaks notes the leaks of a case with its worst finding: its own, where that weighs as much as any.
func (b *problemBuilder) leaks(c *caseView) {
	worst := c.Worst()
	if len(c.Leaks) == 0 || worst == nil {
		return
	}
	for _, f := range c.Findings {
		if f.Rule == c.Scenario && f.Fails == worst.Fails {
			worst = f.Finding
		}
	}
	p := b.index[problemKey{c.finding(worst).Kind, "", worst.Rule}]
	p.assumed = p.assumed || c.Assumed
	for _, id := range c.Leaks {
		if !slices.Contains(p.leaks, id) {
			p.leaks = append(p.leaks, id)
		}
	}
}
