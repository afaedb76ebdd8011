package check

import (
	"cmp"
	"slices"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// kind is what a problem, or a case, does to the run. The kinds are ordered: the worst first.
type kind int

const (
	failing  kind = iota // it fails the run
	accepted             // it would, if the baseline did not accept it
	warned
	noted
	passed
	skipped
)

// word is the verdict in four letters, so that it survives grep and no colour.
func (k kind) word() string {
	return [...]string{"FAIL", "BASE", "WARN", "NOTE", "PASS", "SKIP"}[k]
}

// name is the kind for people and for style sheets.
func (k kind) name() string {
	return [...]string{"fail", "accepted", "warn", "note", "pass", "skip"}[k]
}

// done is the kind as what became of cases, and label as the head of a column.
func (k kind) done(words *language.Words) string { return words.Say("check.done-" + k.name()) }

func (k kind) label(words *language.Words) string { return words.Say("check.kind-" + k.name()) }

// kindOf is where a case counts. What is worse than a note and fails nothing (because it is younger than the frozen
// requirements, or because of --fail-on) is a warning.
func kindOf(c *result.Case) kind {
	switch {
	case c.Fails:
		return failing
	case len(c.Accepted) > 0:
		return accepted
	}
	switch c.Status {
	case result.Pass:
		return passed
	case result.Skip:
		return skipped
	case result.Note:
		return noted
	case result.Warn, result.Fail, result.Untestable, result.Error:
	}
	if c.Later {
		return noted
	}
	return warned
}

// problem is one thing that is wrong with the receiver, with all the cases that show it: a rule that sixty answers break
// is one problem and not sixty.
type problem struct {
	words   *language.Words
	kind    kind
	status  result.Status   // Untestable or Error where no rule is broken
	finding result.Finding  // the first
	first   *result.Case    // that shows it
	cases   []*result.Case  // all that do, in the order of the run
	accept  result.Accepted // of the baseline, if kind is accepted
	leaks   []string        // accounts let through, without repeats
	assumed bool            // for some of them no document says that they are
}

// label is how the problem is called in a heading.
func (p *problem) label() string {
	if p.status == result.Untestable || p.status == result.Error {
		return string(p.status)
	}
	return p.finding.Rule
}

// title says in a few words what the problem is about.
func (p *problem) title() string {
	switch p.status {
	case result.Untestable:
		return p.words.Say("check.untestable")
	case result.Error:
		return p.words.Say("check.error")
	}
	return p.finding.Title
}

// problems lists what is wrong, the worst first. Every case that fails the run is in at least one failing problem.
func problems(run *result.Run) []*problem {
	b := problemBuilder{words: run.Words()}
	for i := range run.Cases {
		b.add(&run.Cases[i])
	}
	slices.SortStableFunc(b.list, func(x, y *problem) int {
		return cmp.Or(cmp.Compare(x.kind, y.kind), cmp.Compare(x.rank(), y.rank()), -cmp.Compare(len(x.cases), len(y.cases)))
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
	return 2 + slices.Index([]rule.Severity{
		rule.Must, rule.MustLinked, rule.Should, rule.Advisory,
	}, p.finding.Severity)
}

// problemBuilder joins findings of one rule and kind.
type problemBuilder struct {
	words *language.Words
	list  []*problem
	index map[problemKey]*problem
}

type problemKey struct {
	kind   kind
	status result.Status
	id     string
}

func (b *problemBuilder) add(c *result.Case) {
	failed := false
	for i := range c.Findings {
		f := &c.Findings[i]
		k, entry := findingKind(c, f)
		failed = failed || k == failing
		p := b.join(problemKey{k, "", f.Rule}, c, *f)
		p.accept = entry
	}
	b.leaks(c)
	k := kindOf(c)
	switch {
	case c.Status == result.Error:
		b.join(problemKey{k, result.Error, c.Message}, c, wholeCase(c))
	case c.Status == result.Untestable:
		p := b.join(problemKey{k, result.Untestable, ""}, c, wholeCase(c))
		if entry, ok := acceptedBy(c, scenarios.UntestableRule); ok {
			p.accept = entry
		}
	case c.Fails && !failed, len(c.Findings) == 0 && k != passed && k != skipped:
		b.join(problemKey{k, "", c.Scenario}, c, wholeCase(c))
	}
}

func (b *problemBuilder) join(key problemKey, c *result.Case, f result.Finding) *problem {
	if b.index == nil {
		b.index = make(map[problemKey]*problem)
	}
	p := b.index[key]
	if p == nil {
		p = &problem{words: b.words, kind: key.kind, status: key.status, finding: f, first: c}
		b.index[key] = p
		b.list = append(b.list, p)
	}
	if n := len(p.cases); n > 0 && p.cases[n-1] == c {
		return p
	}
	p.cases = append(p.cases, c)
	return p
}

// leaks notes the leaks of a case with its worst finding: its own, where that weighs as much as any.
func (b *problemBuilder) leaks(c *result.Case) {
	worst := c.Worst()
	if len(c.Leaks) == 0 || worst == nil {
		return
	}
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Rule == c.Scenario && f.Fails == worst.Fails {
			worst = f
		}
	}
	k, _ := findingKind(c, worst)
	p := b.index[problemKey{k, "", worst.Rule}]
	p.assumed = p.assumed || c.Assumed
	for _, id := range c.Leaks {
		if !slices.Contains(p.leaks, id) {
			p.leaks = append(p.leaks, id)
		}
	}
}

// wholeCase is a finding for what has none: a case that is untestable, in trouble, or has only something to say.
func wholeCase(c *result.Case) result.Finding {
	return result.Finding{
		Rule: c.Scenario, Title: c.Title, Severity: c.Severity, Level: c.Level, Fails: c.Fails, Expected: c.Expected,
		Message: c.Message, Sentence: c.Sentence, Source: c.Source, Why: c.Why, Fix: c.Fix, Step: -1,
	}
}

func findingKind(c *result.Case, f *result.Finding) (kind, result.Accepted) {
	if f.Fails {
		return failing, result.Accepted{}
	}
	if entry, ok := acceptedBy(c, f.Rule); ok {
		return accepted, entry
	}
	if f.Level == rule.Note || c.Later {
		return noted, result.Accepted{}
	}
	return warned, result.Accepted{}
}

func acceptedBy(c *result.Case, id string) (result.Accepted, bool) {
	for _, a := range c.Accepted {
		if a.Rule == id {
			return a, true
		}
	}
	return result.Accepted{}, false
}
