package request

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
)

var lineChecks = []check{
	{"RQU-001", func(c *Checker) {
		if c.Method != "POST" {
			c.Add("", -1, "method", c.Method)
		}
	}},
	{"RQU-002", func(c *Checker) {
		if c.Proto != "" && c.Proto != "HTTP/1.1" {
			c.Add("", -1, "proto", c.Proto)
		}
	}},
	{"RQU-003", func(c *Checker) {
		for i := range c.Params {
			if p := &c.Params[i]; p.Times == 0 && p.Cased != "" {
				c.Add("", -1, "name", read.ParamNames[i], "spelt", p.Cased)
			}
		}
	}},
	{"RQU-004", func(c *Checker) {
		var lacking []string
		for i, name := range read.ParamNames[:read.RequiredParams] {
			if p := &c.Params[i]; p.Times == 0 && p.Cased == "" {
				lacking = append(lacking, name)
			}
		}
		if len(lacking) > 0 {
			c.Add("", -1, "names", lacking).Places = len(lacking)
		}
	}},
	{"RQU-005", func(c *Checker) {
		for i := range c.Params {
			if n := c.Params[i].Times; n > 1 {
				c.Add("", -1, "name", read.ParamNames[i], "times", n)
			}
		}
	}},
	{"RQU-006", func(c *Checker) {
		if c.BadEscape != "" {
			c.Add("", -1, "parameter", c.BadEscape)
		}
	}},
}
