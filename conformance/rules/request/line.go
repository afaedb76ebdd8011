package request

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

const (
	methodSentence = "The request protocol is HTTPS and the request method is POST."
	urlSentence    = "https://www.example.com?SdkAppid=$SDKAppID&CallbackCommand=$CallbackCommand&contenttype=json" +
		"&ClientIP=$ClientIP&OptPlatform=$OptPlatform"
)

// The fixes of requests are for those who write them, and those who get them.
const (
	forged = "If this came from outside, it did not come from Chat: refuse it. If it is a test, write it as Chat would."
	// silent is for what the documents differ about, or say nothing of.
	silent = "No document rules it out: answer it like any other request. If it is a test, write it as Chat is known to."
)

var requestLineRules = []*element{
	{Rule: rule.Rule{
		ID: "RQU-001", Title: "method is POST", Severity: rule.Must, Level: rule.Fail, Source: rule.Page, Sentence: methodSentence,
		Why: "Chat sends nothing but POST.", Fix: forged,
		English:   []rule.Wording{{Message: "the method is not POST", Expected: "POST", Received: "{method}"}},
		Refusable: true,
	}, check: func(c *Checker) {
		if c.Method != "POST" {
			c.add("", -1, "method", c.Method)
		}
	}},
	{Rule: rule.Rule{
		ID: "RQU-002", Title: "protocol is HTTP/1.1", Severity: rule.Should, Level: rule.Warn, Source: rule.Overview,
		Sentence: "The webhooks use persistent connection mode by default.",
		Why:      "Captured callbacks are HTTP/1.1; other versions were never seen.", Fix: silent,
		English: []rule.Wording{{Message: "the protocol is not HTTP/1.1", Expected: "HTTP/1.1", Received: "{proto}"}},
	}, check: func(c *Checker) {
		if c.Proto != "" && c.Proto != "HTTP/1.1" {
			c.add("", -1, "proto", c.Proto)
		}
	}},
	{Rule: rule.Rule{
		ID: "RQU-003", Title: "parameters have their exact names", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: urlSentence,
		Why:      "Names are compared byte for byte: SdkAppId is another parameter.", Fix: forged,
		English: []rule.Wording{
			{Message: "a parameter has its name in another case", Expected: "{name}", Received: "{spelt}"},
		},
	}, check: func(c *Checker) {
		for i := range c.Params {
			if p := &c.Params[i]; p.Times == 0 && p.Cased != "" {
				c.add("", -1, "name", read.ParamNames[i], "spelt", p.Cased)
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "RQU-004", Title: "all five parameters are there", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: urlSentence,
		Why:      "The page's URL has them all; SdkAppid is the one that a receiver must check.", Fix: forged,
		English: []rule.Wording{{Message: "the URL lacks {names}", Expected: "{names}", Received: "none"}},
	}, check: func(c *Checker) {
		var lacking []string
		for i, name := range read.ParamNames[:read.RequiredParams] {
			if p := &c.Params[i]; p.Times == 0 && p.Cased == "" {
				lacking = append(lacking, name)
			}
		}
		if len(lacking) > 0 {
			c.add("", -1, "names", lacking).Places = len(lacking)
		}
	}},
	{Rule: rule.Rule{
		ID: "RQU-005", Title: "no parameter stands twice", Severity: rule.Should, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "Receivers read the first or the last of two: a check of one and a use of the other is a hole.",
		Why:      "Chat was never seen to send one twice.", Fix: forged,
		English: []rule.Wording{
			{Message: "{name} stands more than once in the URL", Expected: "one {name}", Received: "{times}"},
		},
	}, check: func(c *Checker) {
		for i := range c.Params {
			if n := c.Params[i].Times; n > 1 {
				c.add("", -1, "name", read.ParamNames[i], "times", n)
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "RQU-006", Title: "escapes are well-formed", Severity: rule.Should, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "A percent sign in a query is followed by two hexadecimal digits (RFC 3986, section 2.1).",
		Why:      "Receivers drop such a parameter, or the whole query.", Fix: forged,
		English: []rule.Wording{
			{Message: "a parameter has a malformed escape", Expected: "% and two hexadecimal digits", Received: "{parameter}"},
		},
	}, check: func(c *Checker) {
		if c.BadEscape != "" {
			c.add("", -1, "parameter", c.BadEscape)
		}
	}},
}
