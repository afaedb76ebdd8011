// Package request has the rules that judge requests, whether Chat would send them so: for each group of them a YAML file, which
// says what the rules demand and how they are proved, and a table of their checks.
package request

import (
	"embed"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

// check is how requests are held against a rule.
type check struct {
	id   string
	find func(*Checker)
}

//go:embed *.yaml
var folder embed.FS

// checks are those of all rules, in the order of the findings.
var checks = slices.Concat(lineChecks, parameterChecks, headChecks, signChecks, bodyChecks, fieldChecks, senseChecks)

// rules are what is said of the rules, in the order of their checks.
var rules = sync.OnceValue(func() []*rule.Rule {
	ids := make([]string, len(checks))
	for i := range checks {
		ids[i] = checks[i].id
	}
	return rule.Read(folder, ids)
})

// Rules lists the rules in the order of their findings.
func Rules() iter.Seq[*rule.Rule] { return slices.Values(rules()) }

// Checker runs the rules over what was read of a request. It keeps the memory of the reading, so use one again.
type Checker struct {
	read.Request
	rule.Found
	Method  string
	Proto   string
	Content []byte // the body as it came
	AppID   string // the receiver's, or ""
	Token   string // the receiver's, or ""
	Now     time.Time
}

// Findings appends what the rules find, in their order.
func (c *Checker) Findings(found []rule.Finding) []rule.Finding {
	c.Rules, c.List = rules, found
	for i := range checks {
		c.Running = i
		checks[i].find(c)
	}
	return c.List
}
