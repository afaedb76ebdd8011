package answer

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/internal/sample"
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
	Samples: func(p *rule.Proof) {
		p.Pass = []rule.Sample{
			{Name: "minus zero is an integer", Body: sample.Deciding("-0", "0")},
			{Name: "digits", Body: sample.Deciding("38000", "39000")},
			{Name: "a fraction is no integer", Body: sample.Deciding("0", "38000.5"), Also: []string{"TYP-007"}},
		}
		p.Fail = []rule.Sample{
			{Name: "38000.0", Body: sample.Deciding("38000.0", "0")},
			{Name: "3.8e4", Body: sample.Deciding("0", "3.8e4")},
			{Name: "0.0", Body: sample.Deciding("0.0", "0")},
			{Name: "0e400 is still 0", Body: sample.Deciding("0e400", "0")},
			{Name: "3800000E-2", Body: sample.Deciding("3800000E-2", "0")},
			{Name: "outside the range too", Body: sample.Deciding("40000.0", "0"), Also: []string{"RCD-001"}},
			{Name: "large", Body: sample.Deciding("1e300", "0"), Also: []string{"RCD-001"}},
			{Name: "ErrorCode 38000.0", Asks: sample.Asks(), Body: sample.Down("38000.0")},
			{Name: "ErrorCode 3.8e4", Asks: sample.Asks(), Body: sample.Down("3.8e4")},
			{Name: "ErrorCode 40000.0", Asks: sample.Asks(), Body: sample.Down("40000.0"), Also: []string{"ERR-001"}},
		}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "FAIL", Asks: sample.Asks(), Body: sample.Down("38000")},
				{Name: "OK with an escape", Body: sample.Edited(`"OK"`, `"\u004fK"`)},
				{
					Name: "of the wrong type where it stands again", Body: sample.Edited(`"OK"`, `"ok","ActionStatus":null`),
					Also: []string{"JSN-006", "TYP-001"},
				},
			}
			p.Fail = []rule.Sample{
				{Name: "ok", Body: sample.Edited(`"OK"`, `"ok"`)},
				{Name: "SUCCESS", Body: sample.Edited(`"OK"`, `"SUCCESS"`)},
				{Name: "empty", Body: sample.Edited(`"OK"`, `""`)},
				{Name: "a blank after it", Body: sample.Edited(`"OK"`, `"OK "`)},
				{Name: "error", Asks: sample.Asks(), Body: strings.Replace(sample.Down("38000"), "FAIL", "error", 1)},
				{Name: "Fail", Asks: sample.Asks(), Body: strings.Replace(sample.Down("38000"), "FAIL", "Fail", 1)},
			}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "OK", Allow: []string{"id1", "id2"}},
				{
					Name: "one was to be blocked", Body: sample.Failing("38000"), Also: []string{"CON-005"},
					Allow: []string{"id1"}, Block: []string{"id2"},
				},
				{Name: "one is not declared", Body: sample.Failing("38000"), Allow: []string{"id1"}, Also: []string{"CON-005"}},
				{
					Name: "nobody was asked about", Asks: sample.Asks(), Body: sample.Body(`"FAIL"`, `38000`, `"down"`),
					Allow: []string{"id1"},
				},
				{
					Name: "error has its own rule", Body: strings.Replace(sample.Failing("38000"), "FAIL", "error", 1),
					Allow: []string{"id1", "id2"}, Also: []string{"ACT-001"},
				},
			}
			p.Fail = []rule.Sample{{Name: "FAIL", Body: sample.Failing("38000"), Allow: []string{"id1", "id2"}}}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "0"},
				{Name: "first of the range", Asks: sample.Asks(), Body: sample.Down("38000")},
				{Name: "within the range", Asks: sample.Asks(), Body: sample.Down("38500")},
				{Name: "last of the range", Asks: sample.Asks(), Body: sample.Down("39000")},
				{Name: "no Integer", Asks: sample.Asks(), Body: sample.Down(`"1"`), Also: []string{"TYP-002"}},
			}
			p.Fail = outside(sample.Asks(), sample.Down)
		},
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "0"},
				{Name: "the ends of the range", Body: sample.Deciding("38000", "39000")},
				{Name: "within the range", Body: sample.Deciding("0", "38500")},
				{Name: "no Integer", Body: sample.Deciding(`"1"`, `0`), Also: []string{"TYP-007"}},
			}
			p.Fail = outside("", func(code string) string { return sample.Deciding("0", code) })
		},
		Local: true,
	}, when: read.Denied, check: func(c *Checker) {
		if it, n := c.first(func(it *read.Item) bool { return it.Code.Readable() && !inRange(it.Code) }); n > 0 {
			f := &it.Fields[read.ItemCode]
			c.addItem(it, n, "", f.At, "code", string(f.Text))
		}
	}},
}

// outside makes an answer of each code that lies just or far outside the range.
func outside(asks string, answer func(code string) string) []rule.Sample {
	var samples []rule.Sample
	for _, code := range []string{
		"37999", "39001", "-1", "-38000", "1", "403", "500", "10100", "120001",
		"4295005296",           // 38000 + 2^32
		"9223372036854775808",  // 2^63
		"18446744073709589616", // 38000 + 2^64
	} {
		samples = append(samples, rule.Sample{Name: code, Asks: asks, Body: answer(code)})
	}
	return samples
}

// inRange reports whether the code is 0 or one of the receiver's own.
func inRange(n read.Integer) bool { return n.Value == 0 || callback.CodeInRange(n.Value) }

// actionStatus is the text of ActionStatus, if it is a text.
func (c *Checker) actionStatus() (status []byte, ok bool) {
	f := &c.Top[read.TopStatus]
	return c.Str(f.Text), f.Kind == rawjson.String
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
