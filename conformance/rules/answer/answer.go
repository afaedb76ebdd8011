// Package answer has the rules that judge the answers of a receiver: for each group of them a YAML file, which says what the rules
// demand and how they are proved, and a table of their checks.
package answer

import (
	"embed"
	"iter"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

// expectation tells what is declared about accounts.
type expectation interface {
	ToAllow(account string) bool
	ToBlock(account string) bool
}

type check = rule.Check[*Checker]

//go:embed *.yaml
var folder embed.FS

var table = rule.NewTable(
	folder,
	rule.In("transport.yaml", transportChecks),
	rule.In("headers.yaml", headerChecks),
	rule.In("json.yaml", jsonChecks),
	rule.In("members.yaml", memberChecks),
	rule.In("codes.yaml", codeChecks),
	rule.In("items.yaml", itemChecks),
	rule.In("texts.yaml", textChecks),
	rule.In("consistency.yaml", consistencyChecks),
)

// Rules lists the rules in the order of their findings.
func Rules() iter.Seq[*rule.Rule] { return table.Rules() }

// Checker runs the rules over what was read of an answer. It keeps the memory of the reading, so use one again.
type Checker struct {
	read.Answer
	rule.Found
	expect expectation

	// Excused says that something in the answer is no finding only because it stands in the request too.
	Excused bool
}

// Findings appends what the rules find, in their order.
func (c *Checker) Findings(expect expectation, found []rule.Finding) []rule.Finding {
	c.Excused, c.expect, c.List = false, expect, found
	if c.Facts != 0 {
		table.Run(c, &c.Found, c.Facts)
	}
	return c.List
}

// addItem reports a finding of an item that stands for n of them; how many more there are is its value {more}.
func (c *Checker) addItem(it *read.Item, n int, kind string, args ...any) *rule.Finding {
	f := c.Add(kind, append(args, "more", rule.More(n-1))...)
	f.Account = string(it.Account)
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
