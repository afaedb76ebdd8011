package answer

import (
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

var consistencyChecks = []check{
	rule.On("CON-001", read.NotOK|read.Failed, func(c *Checker) {
		status, ok := c.Text(&c.Top[read.TopStatus])
		if !ok || !c.Code.Readable() {
			return
		}
		code := &c.Top[read.TopCode]
		switch zero := c.Code.Value == 0; {
		case string(status) == callback.StatusOK && !zero:
			c.Add("ok", "status", callback.StatusOK, "code", string(code.Text))
		case string(status) == callback.StatusFail && zero:
			c.Add("fail", "status", callback.StatusFail, "code", string(code.Text))
		}
	}),
	rule.On("CON-002", read.Failed, func(c *Checker) {
		if allowed, denied := c.decisions(); c.failed() && allowed > 0 && denied > 0 {
			c.Add("", "allowed", allowed, "denied", denied)
		}
	}),
	rule.On[*Checker]("CON-003", 0, nil), // a guard, which never fires
	rule.On("CON-004", read.Failed, func(c *Checker) {
		if allowed, _ := c.decisions(); c.failed() && allowed > 0 && allowed == len(c.Items) {
			f := c.Add("", "code", string(c.Top[read.TopCode].Text))
			if c.Hostile { // a request that need not be decided may be refused so
				f.Severity, f.Level = rule.Advisory, rule.Note
			}
		}
	}),
	rule.On("CON-005", read.Failed, func(c *Checker) {
		if slices.ContainsFunc(c.List, func(f rule.Finding) bool { return f.Level != rule.Note }) {
			return // that says more
		}
		if allowed, denied := c.decisions(); c.failed() && allowed == 0 && denied > 0 {
			c.Add("", "code", string(c.Top[read.TopCode].Text), "denied", denied)
		}
	}),
}

// decisions counts the items that allow and those that deny; one whose code cannot be read does neither.
func (c *Checker) decisions() (zeros, denials int) {
	for i := range c.Items {
		switch code := c.Items[i].Code; {
		case !code.Readable():
		case code.Value == 0:
			zeros++
		default:
			denials++
		}
	}
	return zeros, denials
}
