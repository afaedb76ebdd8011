package answer

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

var codeChecks = []check{
	rule.On("ACT-001", read.NotOK, func(c *Checker) {
		status, ok := c.Text(&c.Top[read.TopStatus])
		if !ok || string(status) == callback.StatusOK || string(status) == callback.StatusFail {
			return
		}
		if near := nearestStatus(string(status)); near != "" {
			c.Add("near", "status", string(status), "near", near)
		} else {
			c.Add("far", "status", string(status))
		}
	}),
	rule.On("ACT-002", read.NotOK, func(c *Checker) {
		if status, ok := c.Text(&c.Top[read.TopStatus]); ok && string(status) == callback.StatusFail && c.toAllowAll() {
			c.Add("")
		}
	}),
	rule.On("ERR-001", read.Failed, func(c *Checker) {
		if f := &c.Top[read.TopCode]; c.Code.Readable() && !inRange(c.Code) {
			c.Add("", "code", string(f.Text))
		}
	}),
	rule.On("RCD-001", read.Denied, func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Code.Readable() && !inRange(it.Code) }); n > 0 {
			f := &it.Fields[read.ItemCode]
			c.addItem(it, n, "", "code", string(f.Text))
		}
	}),
}

// inRange reports whether the code is 0 or one of the receiver's own.
func inRange(n read.Integer) bool { return n.Value == 0 || callback.CodeInRange(n.Value) }

// nearestStatus guesses which of the two values was meant.
func nearestStatus(status string) string {
	switch strings.ToUpper(strings.TrimSpace(status)) {
	case "OK", "SUCCESS", "SUCCEED", "SUCCESSFUL", "TRUE", "0":
		return callback.StatusOK
	case "FAIL", "FAILED", "FAILURE", "ERROR", "DENY", "DENIED", "BLOCK", "REJECT", "FALSE":
		return callback.StatusFail
	}
	return ""
}

// toAllowAll reports whether every account is declared to be allowed.
func (c *Checker) toAllowAll() bool {
	for i := range c.Slots {
		if !c.expect.ToAllow(c.Slots[i].Account) {
			return false
		}
	}
	return len(c.Slots) > 0
}
