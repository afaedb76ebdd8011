package conformance

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

const (
	actionSentence = statusRow + " Request result. OK : successful; FAIL : failed |"
	errorSentence  = "If the processing fails, set the error code to a value in the range of [38000, 39000]."
)

// plainRule is the last of the type rules.
var plainRule = &answerRule{Rule: Rule{
	ID: "TYP-009", Title: "plain integer spelling", Severity: Should, Level: Warn, Source: Page,
	Sentence: "Integer",
	Why:      "Go's reader refuses 38000.0 and 3.8e4 for an integer, JavaScript's does not; which one Chat's resembles is not documented.",
	Fix:      "Keep codes in an integer type; a double or a decimal prints a fraction.",
	Samples: func(p *Proof) {
		p.Pass = []Sample{
			{Name: "minus zero is an integer", Body: deciding("-0", "0")},
			{Name: "digits", Body: deciding("38000", "39000")},
			{Name: "a fraction is no integer", Body: deciding("0", "38000.5"), Also: []string{"TYP-007"}},
		}
		p.Fail = []Sample{
			{Name: "38000.0", Body: deciding("38000.0", "0")},
			{Name: "3.8e4", Body: deciding("0", "3.8e4")},
			{Name: "0.0", Body: deciding("0.0", "0")},
			{Name: "0e400 is still 0", Body: deciding("0e400", "0")},
			{Name: "3800000E-2", Body: deciding("3800000E-2", "0")},
			{Name: "outside the range too", Body: deciding("40000.0", "0"), Also: []string{"RCD-001"}},
			{Name: "large", Body: deciding("1e300", "0"), Also: []string{"RCD-001"}},
			{Name: "ErrorCode 38000.0", Body: failing("38000.0")},
			{Name: "ErrorCode 3.8e4", Body: failing("3.8e4")},
			{Name: "ErrorCode 40000.0", Body: failing("40000.0"), Also: []string{"ERR-001"}},
		}
	},
}, when: speltOdd, check: func(r *answerCheck) {
	if r.code.form == spelt {
		f := &r.top[topCode]
		r.add(Finding{
			Expected: fmt.Sprint(r.code.value), Received: string(f.text),
			Message: "ErrorCode is a whole number, but not spelt as one", Offset: f.at,
		})
	}
	if it, n := r.first(func(it *item) bool { return it.code.form == spelt }); n > 0 {
		f := &it.fields[itemCode]
		r.addItem(it, n, Finding{
			Expected: fmt.Sprint(it.code.value), Received: string(f.text),
			Message: "ResultCode is a whole number, but not spelt as one", Offset: f.at,
		})
	}
}}

var codeRules = []*answerRule{
	{Rule: Rule{
		ID: "ACT-001", Title: "value is OK or FAIL", Severity: Must, Level: Fail, Source: Page,
		Sentence: actionSentence,
		Why:      "The page knows two values. What Chat makes of a third is not documented.",
		Fix:      "Write OK where processing succeeded, denials included, and FAIL where it did not.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "FAIL", Body: failing("38000")},
				{Name: "OK with an escape", Body: edited(`"OK"`, `"\u004fK"`)},
				{
					Name: "of the wrong type where it stands again", Body: edited(`"OK"`, `"ok","ActionStatus":null`),
					Also: []string{"JSN-006", "TYP-001"},
				},
			}
			p.Fail = []Sample{
				{Name: "ok", Body: edited(`"OK"`, `"ok"`)},
				{Name: "SUCCESS", Body: edited(`"OK"`, `"SUCCESS"`)},
				{Name: "empty", Body: edited(`"OK"`, `""`)},
				{Name: "a blank after it", Body: edited(`"OK"`, `"OK "`)},
				{Name: "error", Body: strings.Replace(failing("38000"), "FAIL", "error", 1)},
				{Name: "Fail", Body: strings.Replace(failing("38000"), "FAIL", "Fail", 1)},
			}
		},
	}, when: notOK, check: func(r *answerCheck) {
		status, ok := r.actionStatus()
		if !ok || string(status) == callback.StatusOK || string(status) == callback.StatusFail {
			return
		}
		f := Finding{
			Expected: "OK or FAIL", Received: fmt.Sprintf("%q", status),
			Message: "ActionStatus is neither OK nor FAIL", Offset: r.top[topStatus].at,
		}
		if near := nearestStatus(string(status)); near != "" {
			f.Message += "; it should be " + near
		}
		r.add(f)
	}},
	{Rule: Rule{
		ID: "ACT-002", Title: "allowing policy says OK", Severity: Should, Level: Fail, Source: Page,
		Sentence: actionSentence,
		Why:      "FAIL says that the receiver did not decide; the friend is added now, and would be also if the receiver meant to block.",
		Fix:      "Answer OK with ErrorCode 0 when the receiver works, whatever it decides.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "OK", Allow: []string{"id1", "id2"}},
				{
					Name: "one was to be blocked", Body: failing("38000"),
					Allow: []string{"id1"}, Block: []string{"id2"},
				},
				{Name: "one is not declared", Body: failing("38000"), Allow: []string{"id1"}},
				{
					Name: "nobody was asked about", Asks: asks(), Body: body(`"FAIL"`, `38000`, `"down"`),
					Allow: []string{"id1"},
				},
				{
					Name: "error has its own rule", Body: strings.Replace(failing("38000"), "FAIL", "error", 1),
					Allow: []string{"id1", "id2"}, Also: []string{"ACT-001"},
				},
			}
			p.Fail = []Sample{{Name: "FAIL", Body: failing("38000"), Allow: []string{"id1", "id2"}}}
		},
		Local: true,
	}, when: notOK, check: func(r *answerCheck) {
		if status, ok := r.actionStatus(); !ok || string(status) != callback.StatusFail || len(r.slots) == 0 {
			return
		}
		for i := range r.slots {
			if !r.expect.ToAllow(r.slots[i].account) {
				return
			}
		}
		r.add(Finding{
			Expected: "OK", Received: "FAIL",
			Message: "every account was to be allowed, but the receiver says that it failed",
			Offset:  r.top[topStatus].at,
		})
	}},
	{Rule: Rule{
		ID: "ERR-001", Title: "0 or 38000..39000", Severity: Must, Level: Fail, Source: Page,
		Sentence: errorSentence,
		Why:      "Chat ignores every ErrorCode that is not 0 by default: it does not deny, the friend is added. Codes of other webhooks have no meaning here.",
		Fix:      "Use 0 when processing succeeded, and a code from 38000 to 39000 when it failed. To deny, use ResultCode.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "0"},
				{Name: "first of the range", Body: failing("38000")},
				{Name: "within the range", Body: failing("38500")},
				{Name: "last of the range", Body: failing("39000")},
				{Name: "no Integer", Body: failing(`"1"`), Also: []string{"TYP-002"}},
			}
			p.Fail = outside(failing)
		},
	}, when: failed, check: func(r *answerCheck) {
		if r.code.readable() && !inRange(r.code) {
			f := &r.top[topCode]
			r.add(Finding{
				Expected: "0, or 38000 to 39000", Received: string(f.text),
				Message: "ErrorCode is outside the range; it does not deny either", Offset: f.at,
			})
		}
	}},
	{Rule: Rule{
		ID: "RCD-001", Title: "0 or 38000..39000", Severity: Must, Level: Fail, Source: Page,
		Sentence: rangeSentence,
		Why:      "The page's words make every value but 0 a denial, and ask for this range. What becomes of others is at Chat's mercy.",
		Fix:      "Deny with a ResultCode from 38000 to 39000, allow with 0.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "0"},
				{Name: "the ends of the range", Body: deciding("38000", "39000")},
				{Name: "within the range", Body: deciding("0", "38500")},
				{Name: "no Integer", Body: deciding(`"1"`, `0`), Also: []string{"TYP-007"}},
			}
			p.Fail = outside(func(code string) string { return deciding("0", code) })
		},
		Local: true,
	}, when: denied, check: func(r *answerCheck) {
		if it, n := r.first(func(it *item) bool { return it.code.readable() && !inRange(it.code) }); n > 0 {
			f := &it.fields[itemCode]
			r.addItem(
				it, n,
				Finding{
					Expected: "0, or 38000 to 39000", Received: string(f.text),
					Message: "ResultCode is outside the range", Offset: f.at,
				},
			)
		}
	}},
}

// outside makes an answer of each code that lies just or far outside the range.
func outside(answer func(code string) string) []Sample {
	var samples []Sample
	for _, code := range []string{
		"37999", "39001", "-1", "-38000", "1", "403", "500", "10100", "120001",
		"4295005296",           // 38000 + 2^32
		"9223372036854775808",  // 2^63
		"18446744073709589616", // 38000 + 2^64
	} {
		samples = append(samples, Sample{Name: code, Body: answer(code)})
	}
	return samples
}

// inRange reports whether the code is 0 or one of the receiver's own.
func inRange(n integer) bool { return n.value == 0 || callback.CodeInRange(n.value) }

// actionStatus is the text of ActionStatus, if it is a text.
func (r *answerCheck) actionStatus() (status []byte, ok bool) {
	f := &r.top[topStatus]
	return r.str(f.text), f.kind == rawjson.String
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
