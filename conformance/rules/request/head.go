package request

import (
	"strconv"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

var requestHeadRules = []*element{
	{Rule: rule.Rule{
		ID: "RQH-001", Title: "Content-Length is the body's", Severity: rule.Advisory, Level: rule.Note, Source: rule.Observed,
		Sentence: "Captured callbacks have a Content-Length.",
		Why:      "A receiver that trusts the length reads half a body, or waits for more.", Fix: silent,
		English: []rule.Wording{
			{Message: "Content-Length is missing, or not the length of the body", Expected: "Content-Length: {length}", Received: "{received}"},
		},
	}, check: func(c *Checker) {
		length := c.ContentLength
		if n, err := strconv.Atoi(string(length)); c.Head != nil && c.TransferEncoding == nil && (err != nil || n != len(c.Content)) {
			c.add("", -1, "length", len(c.Content), "received", string(length))
		}
	}},
	{Rule: rule.Rule{
		ID: "RQH-002", Title: "Content-Type is JSON's", Severity: rule.Advisory, Level: rule.Note, Source: rule.Observed,
		Sentence: "The type of the request is not documented; captures suggest JSON.",
		Why:      "Frameworks parse the body by its type.", Fix: silent,
		English: []rule.Wording{{Message: "Content-Type is not JSON's", Expected: "application/json", Received: "{type}"}},
	}, check: func(c *Checker) {
		value := c.ContentType
		if c.Head == nil || string(value) == "application/json" {
			return
		}
		if media, _ := read.MediaType(value); media != "application/json" {
			c.add("", -1, "type", string(value))
		}
	}},
	{Rule: rule.Rule{
		ID: "RQH-003", Title: "Host is there", Severity: rule.Should, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "A client sends Host in every HTTP/1.1 request (RFC 9112, section 3.2).",
		Why:      "Servers refuse a request without it.", Fix: silent,
		English: []rule.Wording{{Message: "the request has no Host", Expected: "Host", Received: "none"}},
	}, check: func(c *Checker) {
		if c.Head != nil && c.Host == nil {
			c.add("", -1)
		}
	}},
}
