package answer

import (
	"time"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

var transportChecks = []check{
	rule.On("TRN-001", read.NoAnswer, func(c *Checker) { c.Add(unanswered(c.X), "received", c.silence()) }),
	rule.On("LAT-001", read.Late, func(c *Checker) {
		if c.X.Failure.Cause != "" {
			c.Add("never", "limit", c.X.Limit())
		} else {
			c.Add("late", "limit", c.X.Limit(), "took", c.X.Phases.LastByte.Round(time.Millisecond))
		}
	}),
	rule.On("STS-001", read.Not200, func(c *Checker) {
		status := c.X.Answer.Status
		if _, denied := c.httpDenial(); !redirect(status) && !denied && (!c.Hostile || status < 400) {
			c.Add("", "status", status)
		}
	}),
	rule.On("STS-002", read.Not200, func(c *Checker) {
		if status := c.X.Answer.Status; redirect(status) {
			f := c.Add("nowhere", "status", status)
			if to, ok := c.X.Answer.Header("Location"); ok {
				f.Kind, f.Args = "somewhere", append(f.Args, "location", string(to))
			}
			c.inherit(f, rule.MustLinked) // STS-001
		}
	}),
	rule.On("STS-003", read.Not200, func(c *Checker) {
		if account, denied := c.httpDenial(); denied {
			c.Add("", "status", c.X.Answer.Status).Account = account
		}
	}),
	rule.On("STS-004", read.Not200, func(c *Checker) {
		if status := c.X.Answer.Status; c.Hostile && status >= 500 {
			c.Add("", "status", status)
		}
	}),
}

func redirect(status int) bool { return status >= 300 && status < 400 }

// httpDenial reports whether a status from 400 to 499 stands for a denial that somebody declared, and of whom first.
func (c *Checker) httpDenial() (account string, denied bool) {
	if status := c.X.Answer.Status; status >= 400 && status < 500 {
		for i := range c.Slots {
			if account = c.Slots[i].Account; c.expect.ToBlock(account) {
				return account, true
			}
		}
	}
	return "", false
}
