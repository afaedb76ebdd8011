// Package answer has the rules that judge the answers of a receiver: a table for each group, a file for each table, and in
// it for each rule what it demands, its proof and its check.
package answer

import (
	"iter"
	"slices"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

// expectation tells what is declared about accounts.
type expectation interface {
	ToAllow(account string) bool
	ToBlock(account string) bool
}

// element is a rule of answers and its check.
type element struct {
	rule.Rule
	when  read.Fact // check finds nothing unless one of these was seen
	check func(*Checker)
}

// Checker runs the rules over what was read of an answer. It keeps the memory of the reading, so use one again.
type Checker struct {
	read.Answer
	expect expectation
	rule   *element // whose check is running
	found  []rule.Finding
}

// Findings appends what the rules find, in their order.
func (r *Checker) Findings(expect expectation, found []rule.Finding) []rule.Finding {
	if r.Facts == 0 {
		return found
	}
	r.expect, r.found = expect, found
	for _, r.rule = range table {
		if r.rule.when&r.Facts != 0 {
			r.rule.check(r)
		}
	}
	return r.found
}

// add reports a finding of the rule that is running, at an index into the body after a byte order mark.
func (r *Checker) add(f rule.Finding) {
	f.Offset += r.Shift
	r.addRaw(f)
}

// addRaw reports a finding at an index into the body as it came, or -1.
func (r *Checker) addRaw(f rule.Finding) {
	f.Rule, f.Level, f.Places = &r.rule.Rule, r.rule.Level, max(f.Places, 1)
	r.found = append(r.found, f)
}

// table is the table, in the order of the findings.
var table = slices.Concat(
	transportRules, statusRules, headerRules, jsonRules, requiredRules, typeRules, codeRules, itemRules, textRules,
	consistencyRules,
)

// Rules lists the rules in the order of their findings.
func Rules() iter.Seq[*rule.Rule] {
	return func(yield func(*rule.Rule) bool) {
		for _, r := range table {
			if !yield(&r.Rule) {
				return
			}
		}
	}
}
