// Package request has the rules that judge requests, whether Chat would send them so: for each group of them a YAML file, which
// says what the rules demand and how they are proved, and a table of their checks.
package request

import (
	"embed"
	"iter"
	"time"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

type check = rule.Check[*Checker]

//go:embed *.yaml
var folder embed.FS

var table = rule.NewTable(
	folder,
	rule.In("line.yaml", lineChecks),
	rule.In("parameters.yaml", parameterChecks),
	rule.In("head.yaml", headChecks),
	rule.In("sign.yaml", signChecks),
	rule.In("body.yaml", bodyChecks),
	rule.In("fields.yaml", fieldChecks),
	rule.In("sense.yaml", senseChecks),
)

// Rules lists the rules in the order of their findings.
func Rules() iter.Seq[*rule.Rule] { return table.Rules() }

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
	c.List = found
	table.Run(c, &c.Found, c.Facts)
	return c.List
}
