package policy

import (
	"fmt"
	"strings"
)

// Step is what became of one rule on the way to a decision.
type Step struct {
	Rule   string  `json:"rule"`
	When   string  `json:"when,omitempty"`
	Held   bool    `json:"held"`
	Error  string  `json:"error,omitempty"` // why it could not be evaluated; it does not hold then
	Values []Value `json:"values,omitempty"`
}

// Value is what a name, or a call of rate or seen, in a rule's expression was.
type Value struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// HasTrace reports whether a policy decided.
func (d *Decision) HasTrace() bool { return d.policy != nil }

// Trace tells how the decision came about: every rule up to the one that held, with the values that it saw.
func (d *Decision) Trace() []Step {
	if d.policy == nil {
		return nil
	}
	steps := []Step{}
	for i := range d.policy.rules[:min(d.at+1, len(d.policy.rules))] {
		steps = append(steps, d.step(i))
	}
	return steps
}

// step tells what became of one rule.
func (d *Decision) step(i int) Step {
	r := d.policy.rules[i]
	s := Step{Rule: r.id, When: r.when, Held: i == d.at}
	for _, n := range r.names {
		s.Values = append(s.Values, Value{n.short, n.value(d.subject)})
	}
	for _, c := range d.subject.calls {
		if c.rule == i {
			s.Values = append(s.Values, Value{c.text, c.result})
		}
	}
	for _, f := range d.subject.errs {
		if f.rule == i {
			s.Error = f.text
		}
	}
	return s
}

// Why says in one line which rule decided by which values.
func (d *Decision) Why() string {
	if d.Rule == "" {
		return "no rule held"
	}
	last := d.step(d.at)
	var b strings.Builder
	b.WriteString("rule " + d.Rule)
	for i, v := range last.Values {
		sep := ", "
		if i == 0 {
			sep = ": "
		}
		fmt.Fprintf(&b, "%s%s=%v", sep, v.Name, v.Value)
	}
	return b.String()
}
