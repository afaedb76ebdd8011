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

// Reason is why an account was decided over as it was: the rule that held, "" for none, and the values that it saw.
type Reason struct{ Rule, Saw string }

// String is the reason in one line.
func (r Reason) String() string {
	if r.Rule == "" {
		return "no rule held"
	}
	return strings.TrimSuffix("rule "+r.Rule+": "+r.Saw, ": ")
}

// MarshalText is that line.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Why says which rule decided by which values.
func (d *Decision) Why() Reason {
	if d.Rule == "" {
		return Reason{}
	}
	var saw []string
	for _, v := range d.step(d.at).Values {
		saw = append(saw, fmt.Sprintf("%s=%v", v.Name, v.Value))
	}
	return Reason{d.Rule, strings.Join(saw, ", ")}
}
