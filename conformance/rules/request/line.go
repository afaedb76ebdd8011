package request

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

var lineChecks = []check{
	rule.On("RQU-001", read.Came, func(c *Checker) {
		if c.Method != "POST" {
			c.Add("", "method", c.Method)
		}
	}),
	rule.On("RQU-002", read.Came, func(c *Checker) {
		if c.Proto != "" && c.Proto != "HTTP/1.1" {
			c.Add("", "proto", c.Proto)
		}
	}),
	rule.On("RQU-003", read.Came, func(c *Checker) {
		for i := range c.Params {
			if p := &c.Params[i]; p.Times == 0 && p.Cased != "" {
				c.Add("", "name", read.ParamNames[i], "spelt", p.Cased)
			}
		}
	}),
	rule.On("RQU-004", read.Came, func(c *Checker) {
		var lacking []string
		for i, name := range read.ParamNames[:read.RequiredParams] {
			if p := &c.Params[i]; p.Times == 0 && p.Cased == "" {
				lacking = append(lacking, name)
			}
		}
		if len(lacking) > 0 {
			c.Add("", "names", lacking)
		}
	}),
	rule.On("RQU-005", read.Came, func(c *Checker) {
		for i := range c.Params {
			if n := c.Params[i].Times; n > 1 {
				c.Add("", "name", read.ParamNames[i], "times", n)
			}
		}
	}),
	rule.On("RQU-006", read.Came, func(c *Checker) {
		if c.BadEscape != "" {
			c.Add("", "parameter", c.BadEscape)
		}
	}),
}
