package conformance

import (
	"iter"
	"slices"
)

// expectation tells what is declared about accounts.
type expectation interface {
	ToAllow(account string) bool
	ToBlock(account string) bool
}

// answerRule is a rule of answers and its check.
type answerRule struct {
	Rule
	when  fact // check finds nothing unless one of these was seen
	check func(*answerCheck)
}

// answerCheck runs the rules over what was read of an answer. It keeps the memory of the reading, so use one again.
type answerCheck struct {
	reading
	expect expectation
	rule   *answerRule // whose check is running
	found  []Finding
}

// findings appends what the rules find, in their order.
func (r *answerCheck) findings(expect expectation, found []Finding) []Finding {
	if r.facts == 0 {
		return found
	}
	r.expect, r.found = expect, found
	for _, r.rule = range answerRules {
		if r.rule.when&r.facts != 0 {
			r.rule.check(r)
		}
	}
	return r.found
}

// add reports a finding of the rule that is running, at an index into the body after a byte order mark.
func (r *answerCheck) add(f Finding) {
	f.Offset += r.shift
	r.addRaw(f)
}

// addRaw reports a finding at an index into the body as it came, or -1.
func (r *answerCheck) addRaw(f Finding) {
	f.Rule, f.Level, f.Places = &r.rule.Rule, r.rule.Level, max(f.Places, 1)
	r.found = append(r.found, f)
}

// answerRules is the table, in the order of the findings.
var answerRules = slices.Concat(
	transportRules, statusRules, headerRules, jsonRules, requiredRules, typeRules, codeRules, itemRules, textRules,
	consistencyRules,
)

// allAnswerRules lists the rules in the order of their findings.
func allAnswerRules() iter.Seq[*Rule] {
	return func(yield func(*Rule) bool) {
		for _, r := range answerRules {
			if !yield(&r.Rule) {
				return
			}
		}
	}
}
