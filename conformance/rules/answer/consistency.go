package answer

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/internal/sample"
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "a denial is no failure", Body: sample.Deciding("38000", "0")},
				{Name: "FAIL with a code", Asks: sample.Asks(), Body: sample.Down("38000")},
				{
					Name: "no status to compare",
					Body: sample.Body(`"error"`, `0`, `""`, sample.Entry(`"id1"`, `0`, `""`), sample.Entry(`"id2"`, `0`, `""`)),
					Also: []string{"ACT-001"},
				},
				{Name: "no code to compare", Body: sample.Failing("null"), Also: []string{"TYP-002"}},
			}
			p.Fail = []rule.Sample{
				{Name: "FAIL with 0", Body: sample.Edited(`"OK"`, `"FAIL"`)},
				{
					Name: "OK with 38000", Asks: sample.Asks(), Body: strings.Replace(sample.Down("38000"), "FAIL", "OK", 1),
				},
				{
					Name: "how the other webhooks deny",
					Body: sample.Edited(`"ErrorCode": 0,"ErrorInfo": ""`, `"ErrorCode": 1,"ErrorInfo": "no"`),
					Also: []string{"CON-004", "ERR-001"},
				},
			}
		},
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "mixed with success", Body: sample.Deciding("0", "38000")},
				{
					Name: "all allowed has its own rule",
					Body: sample.Body(`"FAIL"`, `38000`, `"x"`, sample.Entry(`"id1"`, `0`, `""`), sample.Entry(`"id2"`, `0`, `""`)),
					Also: []string{"CON-004"},
				},
			}
			p.Fail = []rule.Sample{
				{
					Name: "one of each",
					Body: sample.Body(`"FAIL"`, `38000`, `"x"`, sample.Entry(`"id1"`, `0`, `""`), sample.Entry(`"id2"`, `38000`, `"x"`)),
				},
			}
		},
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "one denied", Body: sample.Deciding("0", "38000")},
				{Name: "all denied", Body: sample.Deciding("39000", "38000")},
				{
					Name: "one asked about and denied", Asks: sample.Asks("a"),
					Body: sample.Body(`"OK"`, `0`, `""`, sample.Entry(`"a"`, `38000`, `"no"`)),
				},
				{
					Name: "denied as declared", Body: sample.Deciding("0", "38000"),
					Allow: []string{"id1"}, Block: []string{"id2"},
				},
			}
		},
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "denied where it counts", Body: sample.Deciding("38000", "0")},
				{Name: "all denied has its own rule", Body: sample.Failing("38000"), Also: []string{"CON-005"}},
				{Name: "no items", Asks: sample.Asks(), Body: sample.Body(`"FAIL"`, `38000`, `"x"`)},
				{
					Name: "a code that cannot be read",
					Body: sample.Body(`"FAIL"`, `38000`, `"x"`, sample.Entry(`"id1"`, `0`, `""`), sample.Entry(`"id2"`, `"1"`, `""`)),
					Also: []string{"TYP-007"},
				},
			}
			p.Fail = []rule.Sample{
				{Name: "one account", Asks: sample.Asks("id1"), Body: sample.Body(`"FAIL"`, `38000`, `"x"`, sample.Entry(`"id1"`, `0`, `""`))},
				{Name: "FAIL", Body: sample.Body(`"FAIL"`, `38000`, `"x"`, sample.Entry(`"id1"`, `0`, `""`), sample.Entry(`"id2"`, `0`, `""`))},
				{
					Name: "OK",
					Body: sample.Body(`"OK"`, `38000`, `"x"`, sample.Entry(`"id1"`, `0`, `""`), sample.Entry(`"id2"`, `0`, `""`)),
					Also: []string{"CON-001"},
				},
			}
		},
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "denied where it counts", Body: sample.Deciding("38000", "38000")},
				{
					Name: "mixed items have their own rule", Also: []string{"CON-002"},
					Body: sample.Body(`"FAIL"`, `38000`, `"x"`, sample.Entry(`"id1"`, `0`, `""`), sample.Entry(`"id2"`, `38000`, `"x"`)),
				},
				{Name: "no items", Asks: sample.Asks(), Body: sample.Body(`"FAIL"`, `38000`, `"x"`)},
			}
			p.Fail = []rule.Sample{{Name: "all denied", Body: sample.Failing("38000")}}
		},
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
