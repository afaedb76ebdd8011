package request

import (
	"strconv"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

var headChecks = []check{
	rule.On("RQH-001", read.Came, func(c *Checker) {
		length := c.ContentLength
		if n, err := strconv.Atoi(string(length)); c.Head != nil && c.TransferEncoding == nil && (err != nil || n != len(c.Content)) {
			c.Add("", "length", len(c.Content), "received", string(length))
		}
	}),
	rule.On("RQH-002", read.Came, func(c *Checker) {
		value := c.ContentType
		if c.Head == nil || string(value) == "application/json" {
			return
		}
		if media, _ := read.MediaType(value); media != "application/json" {
			c.Add("", "type", string(value))
		}
	}),
	rule.On("RQH-003", read.Came, func(c *Checker) {
		if c.Head != nil && c.Host == nil {
			c.Add("")
		}
	}),
}
