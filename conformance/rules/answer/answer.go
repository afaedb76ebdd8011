// Package answer has the rules that judge the answers of a receiver: a table for each group, a file for each table, and in
// it for each rule what it demands, and its check. What proves the checks is in proofs.yaml.
package answer

import (
	_ "embed" // for the proofs
	"iter"
	"slices"
	"sync"

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

	// Excused says that something in the answer is no finding only because it stands in the request too.
	Excused bool
}

// Findings appends what the rules find, in their order.
func (c *Checker) Findings(expect expectation, found []rule.Finding) []rule.Finding {
	c.Excused = false
	if c.Facts == 0 {
		return found
	}
	c.expect, c.found = expect, found
	for _, c.rule = range table {
		if c.rule.when&c.Facts != 0 {
			c.rule.check(c)
		}
	}
	return c.found
}

// add reports a finding of the rule that is running, at an index into the body after a byte order mark, with names and values
// for its words. What it returns is good until the next.
func (c *Checker) add(kind string, at int, args ...any) *rule.Finding {
	return c.addRaw(kind, at+c.Shift, args...)
}

// addRaw reports a finding at an index into the body as it came, or -1.
func (c *Checker) addRaw(kind string, at int, args ...any) *rule.Finding {
	of := &c.rule.Rule
	c.found = append(c.found, rule.Finding{
		Rule: of, Kind: kind, Args: args, Severity: of.Severity, Level: of.Level, Offset: at, Places: 1,
	})
	return &c.found[len(c.found)-1]
}

// addItem reports a finding of an item that stands for n of them; how many more there are is its value {more}.
func (c *Checker) addItem(it *read.Item, n int, kind string, at int, args ...any) *rule.Finding {
	f := c.add(kind, at, append(args, "more", rule.More(n-1))...)
	f.Account, f.Places = string(it.Account), n
	return f
}

// inherit gives a finding the severity of the rule that it suppresses, where the request had to be decided.
func (c *Checker) inherit(f *rule.Finding, severity rule.Severity) {
	if !c.Hostile {
		f.Severity = severity
	}
}

// first finds the first item that is broken, and counts them.
func (c *Checker) first(broken func(*read.Item) bool) (it *read.Item, n int) {
	for i := range c.Items {
		if !broken(&c.Items[i]) {
			continue
		}
		if n++; n == 1 {
			it = &c.Items[i]
		}
	}
	return it, n
}

//go:embed proofs.yaml
var proofs []byte

// table is the table, in the order of the findings.
var table = proved(slices.Concat(
	transportRules, statusRules, headerRules, jsonRules, requiredRules, typeRules, codeRules, itemRules, textRules,
	consistencyRules,
))

// proved gives the rules their proofs, which are read when one is asked for.
func proved(table []*element) []*element {
	read := sync.OnceValue(func() map[string]rule.Proof { return rule.ReadProofs(proofs, false) })
	for _, e := range table {
		e.ProvedBy(read)
	}
	return table
}

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
