package answer

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

const (
	actionSentence = statusRow + " Request result. OK : successful; FAIL : failed |"
	errorSentence  = "If the processing fails, set the error code to a value in the range of [38000, 39000]."
)

// plainRule is the last of the type rules.
var plainRule = &element{Rule: rule.Rule{
	ID: "TYP-009", Title: "plain integer spelling", Severity: rule.Should, Level: rule.Warn, Source: rule.Page,
	Sentence: "Integer",
	Why:      "Go's reader refuses 38000.0 and 3.8e4 for an integer, JavaScript's does not; which one Chat's resembles is not documented.",
	Fix:      "Keep codes in an integer type; a double or a decimal prints a fraction.",
	English: []rule.Wording{
		{Message: "{member} is a whole number, but not spelt as one{more}", Expected: "{value}", Received: "{spelt}"},
	},
}, when: read.SpeltOdd, check: func(c *Checker) {
	if c.Code.Form == read.Spelt {
		f := &c.Top[read.TopCode]
		c.add("", f.At, "member", "ErrorCode", "value", c.Code.Value, "spelt", string(f.Text), "more", rule.More(0))
	}
	if it, n := c.first(func(it *read.Item) bool { return it.Code.Form == read.Spelt }); n > 0 {
		f := &it.Fields[read.ItemCode]
		c.addItem(it, n, "", f.At, "member", "ResultCode", "value", it.Code.Value, "spelt", string(f.Text))
	}
}}

var codeRules = []*element{
	{Rule: rule.Rule{
		ID: "ACT-001", Title: "value is OK or FAIL", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: actionSentence,
		Why:      "The page knows two values. What Chat makes of a third is not documented.",
		Fix:      "Write OK where processing succeeded, denials included, and FAIL where it did not.",
		English: []rule.Wording{
			{Kind: "far", Message: "ActionStatus is neither OK nor FAIL", Expected: "OK or FAIL", Received: "{status:q}"},
			{Kind: "near", Message: "ActionStatus is neither OK nor FAIL; it should be {near}", Expected: "OK or FAIL", Received: "{status:q}"},
		},
	}, when: read.NotOK, check: func(c *Checker) {
		status, ok := c.actionStatus()
		if !ok || string(status) == callback.StatusOK || string(status) == callback.StatusFail {
			return
		}
		at := c.Top[read.TopStatus].At
		if near := nearestStatus(string(status)); near != "" {
			c.add("near", at, "status", string(status), "near", near)
		} else {
			c.add("far", at, "status", string(status))
		}
	}},
	{Rule: rule.Rule{
		ID: "ACT-002", Title: "allowing policy says OK", Severity: rule.Should, Level: rule.Fail, Source: rule.Page,
		Sentence: actionSentence,
		Why:      "FAIL says that the receiver did not decide; the friend is added now, and would be also if the receiver meant to block.",
		Fix:      "Answer OK with ErrorCode 0 when the receiver works, whatever it decides.",
		English: []rule.Wording{
			{Message: "every account was to be allowed, but the receiver says that it failed", Expected: "OK", Received: "FAIL"},
		},
		Local: true,
	}, when: read.NotOK, check: func(c *Checker) {
		if status, ok := c.actionStatus(); ok && string(status) == callback.StatusFail && c.toAllowAll() {
			c.add("", c.Top[read.TopStatus].At)
		}
	}},
	{Rule: rule.Rule{
		ID: "ERR-001", Title: "0 or 38000..39000", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: errorSentence,
		Why:      "Chat ignores every ErrorCode that is not 0 by default: it does not deny, the friend is added. Codes of other webhooks have no meaning here.",
		Fix:      "Use 0 when processing succeeded, and a code from 38000 to 39000 when it failed. To deny, use ResultCode.",
		English: []rule.Wording{
			{Message: "ErrorCode is outside the range; it does not deny either", Expected: "0, or 38000 to 39000", Received: "{code}"},
		},
		Explains: callback.ErrorCode,
	}, when: read.Failed, check: func(c *Checker) {
		if f := &c.Top[read.TopCode]; c.Code.Readable() && !inRange(c.Code) {
			c.add("", f.At, "code", string(f.Text))
		}
	}},
	{Rule: rule.Rule{
		ID: "RCD-001", Title: "0 or 38000..39000", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: rangeSentence,
		Why:      "The page's words make every value but 0 a denial, and ask for this range. What becomes of others is at Chat's mercy.",
		Fix:      "Deny with a ResultCode from 38000 to 39000, allow with 0.",
		English: []rule.Wording{
			{Message: "ResultCode is outside the range{more}", Expected: "0, or 38000 to 39000", Received: "{code}"},
		},
		Local: true,
	}, when: read.Denied, check: func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Code.Readable() && !inRange(it.Code) }); n > 0 {
			f := &it.Fields[read.ItemCode]
			c.addItem(it, n, "", f.At, "code", string(f.Text))
		}
	}},
}

// inRange reports whether the code is 0 or one of the receiver's own.
func inRange(n read.Integer) bool { return n.Value == 0 || callback.CodeInRange(n.Value) }

// actionStatus is the text of ActionStatus, if it is a text.
func (c *Checker) actionStatus() (status []byte, ok bool) {
	f := &c.Top[read.TopStatus]
	return c.Value(f), f.Kind == rawjson.String
}

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
