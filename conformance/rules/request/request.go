// Package request has the rules that judge requests, whether Chat would send them so: a table for each group, a file for
// each table, and in it for each rule what it demands, and its check. What proves the checks is in proofs.yaml.
package request

import (
	_ "embed" // for the proofs
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

// element is a rule of requests and its check.
type element struct {
	rule.Rule
	check func(*Checker)
}

// Checker runs the rules over what was read of a request. It keeps the memory of the reading, so use one again.
type Checker struct {
	read.Request
	Method  string
	Proto   string
	Content []byte // the body as it came
	AppID   string // the receiver's, or ""
	Token   string // the receiver's, or ""
	Now     time.Time
	rule    *element // whose check is running
	found   []rule.Finding
}

// Findings appends what the rules find, in their order.
func (c *Checker) Findings(found []rule.Finding) []rule.Finding {
	c.found = found
	for _, c.rule = range table {
		c.rule.check(c)
	}
	return c.found
}

// add reports a finding of the rule that is running, at an index into the body or -1, with names and values for its words. What
// it returns is good until the next.
func (c *Checker) add(kind string, at int, args ...any) *rule.Finding {
	of := &c.rule.Rule
	c.found = append(c.found, rule.Finding{
		Rule: of, Kind: kind, Args: args, Severity: of.Severity, Level: of.Level, Offset: at, Places: 1,
	})
	return &c.found[len(c.found)-1]
}

//go:embed proofs.yaml
var proofs []byte

// table is the table, in the order of the findings.
var table = proved(slices.Concat(
	requestLineRules, parameterRules, requestHeadRules, signRules, requestBodyRules, requestFieldRules, requestSenseRules,
))

// proved gives the rules their proofs, which are read when one is asked for.
func proved(table []*element) []*element {
	read := sync.OnceValue(func() map[string]rule.Proof { return rule.ReadProofs(proofs, true) })
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
