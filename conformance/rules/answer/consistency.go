package answer

import (
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

const (
	zeroSentence   = "0 : processing by the app backend is successful.Other values: processing by the app backend fails."
	ignoreSentence = "The Chat backend ignores this error by default."
	allowSentence  = "0 : allow adding as friend.Other values: do not allow adding as friend."
)

var consistencyRules = []*element{
	{Rule: rule.Rule{
		ID: "CON-001", Title: "ActionStatus agrees with ErrorCode", Severity: rule.Should, Level: rule.Fail, Source: rule.Page,
		Sentence: actionSentence + " + " + zeroSentence,
		Why:      "One says that processing succeeded, the other that it failed; which one Chat believes is not documented.",
		Fix:      "OK with ErrorCode 0, also where accounts are denied; FAIL with an ErrorCode from 38000 to 39000.",
		English: []rule.Wording{
			{
				Kind: "ok", Message: "ActionStatus and ErrorCode contradict each other", Expected: "ErrorCode 0 with OK",
				Received: "{status} with ErrorCode {code}",
			},
			{
				Kind: "fail", Message: "ActionStatus and ErrorCode contradict each other", Expected: "an ErrorCode from 38000 to 39000 with FAIL",
				Received: "{status} with ErrorCode {code}",
			},
		},
		Explains: callback.ErrorCode,
	}, when: read.NotOK | read.Failed, check: func(c *Checker) {
		status, ok := c.actionStatus()
		if !ok || !c.Code.Readable() {
			return
		}
		code := &c.Top[read.TopCode]
		switch zero := c.Code.Value == 0; {
		case string(status) == callback.StatusOK && !zero:
			c.add("ok", code.At, "status", callback.StatusOK, "code", string(code.Text))
		case string(status) == callback.StatusFail && zero:
			c.add("fail", code.At, "status", callback.StatusFail, "code", string(code.Text))
		}
	}},
	{Rule: rule.Rule{
		ID: "CON-002", Title: "failed processing with mixed items", Severity: rule.Advisory, Level: rule.Note, Source: rule.Page,
		Sentence: ignoreSentence,
		Why:      "Whether items still count beside an ErrorCode that is not 0 is not documented.",
		Fix:      "Answer ErrorCode 0 when the receiver could decide, also over some only.",
		English: []rule.Wording{
			{
				Message: "processing failed, and yet some are allowed and some denied", Expected: "ErrorCode 0, or no decisions",
				Received: "{allowed} allowed, {denied} denied",
			},
		},
		Explains: callback.ErrorCode,
	}, when: read.Failed, check: func(c *Checker) {
		if allowed, denied := c.decisions(); c.failed() && allowed > 0 && denied > 0 {
			c.add("", c.Top[read.TopItems].At, "allowed", allowed, "denied", denied)
		}
	}},
	{Rule: rule.Rule{
		ID: "CON-003", Title: "denied but OK is fine", Severity: rule.Must, Level: rule.Fail, Source: rule.Page, Guard: true,
		Sentence: allowSentence,
		Why:      "A denial is a success of the receiver: OK with ErrorCode 0 and a ResultCode from 38000 to 39000 is how to block.",
		Fix:      "Nothing: this entry guards the others against a false alarm.",
	}},
	{Rule: rule.Rule{
		ID: "CON-004", Title: "fail-open denial", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: ignoreSentence + " + " + rangeSentence,
		Why:      "ErrorCode does not deny: Chat ignores it, every ResultCode is 0, and the friend is added although the receiver meant to block.",
		Fix:      "Answer ErrorCode 0 and deny each account with a ResultCode from 38000 to 39000.",
		English: []rule.Wording{
			{
				Message:  "the error is ignored and every item allows: the effect is ALLOW",
				Expected: "a ResultCode that is not 0 for whom to block", Received: "ErrorCode {code}, every ResultCode 0",
			},
		},
		Explains: callback.ErrorCode,
	}, when: read.Failed, check: func(c *Checker) {
		if allowed, _ := c.decisions(); c.failed() && allowed > 0 && allowed == len(c.Items) {
			f := c.add("", c.Top[read.TopCode].At, "code", string(c.Top[read.TopCode].Text))
			if c.Hostile { // a request that need not be decided may be refused so
				f.Severity, f.Level = rule.Advisory, rule.Note
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "CON-005", Title: "failed processing with denied items", Severity: rule.Advisory, Level: rule.Note,
		Source: rule.Page, Since: "2026-12",
		Sentence: ignoreSentence,
		Why:      "Chat ignores the error and adds the friend; whether denials beside an ErrorCode that is not 0 count is not documented.",
		Fix:      "To block, answer ErrorCode 0 and deny in ResultItem. A failure may stay as it is.",
		English: []rule.Wording{{
			Message:  "processing failed, and yet everybody is denied: whether these denials count is not documented",
			Expected: "ErrorCode 0 with denials that are meant", Received: "ErrorCode {code}, {denied} denied",
		}},
		Explains: callback.ErrorCode,
	}, when: read.Failed, check: func(c *Checker) {
		if slices.ContainsFunc(c.found, func(f rule.Finding) bool { return f.Level != rule.Note }) {
			return // that says more
		}
		if allowed, denied := c.decisions(); c.failed() && allowed == 0 && denied > 0 {
			c.add("", c.Top[read.TopItems].At, "code", string(c.Top[read.TopCode].Text), "denied", denied)
		}
	}},
}

// decisions counts the items that allow and those that deny; one whose code cannot be read does neither.
func (c *Checker) decisions() (zeros, denials int) {
	for i := range c.Items {
		switch code := c.Items[i].Code; {
		case !code.Readable():
		case code.Value == 0:
			zeros++
		default:
			denials++
		}
	}
	return zeros, denials
}
