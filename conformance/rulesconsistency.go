package conformance

import (
	"fmt"

	"github.com/chatcb/chatcb/callback"
)

const (
	zeroSentence   = "0 : processing by the app backend is successful.Other values: processing by the app backend fails."
	ignoreSentence = "The Chat backend ignores this error by default."
	allowSentence  = "0 : allow adding as friend.Other values: do not allow adding as friend."
)

var consistencyRules = []*answerRule{
	{Rule: Rule{
		ID: "CON-001", Title: "ActionStatus agrees with ErrorCode", Severity: Should, Level: Fail, Source: Page,
		Sentence: actionSentence + " + " + zeroSentence,
		Why:      "One says that processing succeeded, the other that it failed; which one Chat believes is not documented.",
		Fix:      "OK with ErrorCode 0, also where accounts are denied; FAIL with an ErrorCode from 38000 to 39000.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "a denial is no failure", Body: deciding("38000", "0")},
				{Name: "FAIL with a code", Body: failing("38000")},
				{
					Name: "no status to compare",
					Body: body(`"error"`, `0`, `""`, entry(`"id1"`, `0`, `""`), entry(`"id2"`, `0`, `""`)),
					Also: []string{"ACT-001"},
				},
				{Name: "no code to compare", Body: failing("null"), Also: []string{"TYP-002"}},
			}
			p.Fail = []Sample{
				{Name: "FAIL with 0", Body: edited(`"OK"`, `"FAIL"`)},
				{
					Name: "OK with 38000",
					Body: body(`"OK"`, `38000`, `"x"`, entry(`"id1"`, `38000`, `"x"`), entry(`"id2"`, `38000`, `"x"`)),
				},
				{
					Name: "how the other webhooks deny",
					Body: edited(`"ErrorCode": 0,"ErrorInfo": ""`, `"ErrorCode": 1,"ErrorInfo": "no"`),
					Also: []string{"CON-004", "ERR-001"},
				},
			}
		},
	}, when: notOK | failed, check: func(r *answerCheck) {
		status, ok := r.actionStatus()
		success := string(status) == callback.StatusOK
		if !ok || !r.code.readable() || !success && string(status) != callback.StatusFail {
			return
		}
		if success != (r.code.value == 0) {
			expected := map[bool]string{true: "ErrorCode 0 with OK", false: "an ErrorCode from 38000 to 39000 with FAIL"}[success]
			r.add(Finding{
				Expected: expected, Received: fmt.Sprintf("%s with ErrorCode %s", status, r.top[topCode].text),
				Message: "ActionStatus and ErrorCode contradict each other", Offset: r.top[topCode].at,
			})
		}
	}},
	{Rule: Rule{
		ID: "CON-002", Title: "failed processing with mixed items", Severity: Advisory, Level: Note, Source: Page,
		Sentence: ignoreSentence,
		Why:      "Whether items still count beside an ErrorCode that is not 0 is not documented.",
		Fix:      "Answer ErrorCode 0 when the receiver could decide, also over some only.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "all denied", Body: failing("38000")},
				{Name: "mixed with success", Body: deciding("0", "38000")},
				{
					Name: "all allowed has its own rule",
					Body: body(`"FAIL"`, `38000`, `"x"`, entry(`"id1"`, `0`, `""`), entry(`"id2"`, `0`, `""`)),
					Also: []string{"CON-004"},
				},
			}
			p.Fail = []Sample{{
				Name: "one of each",
				Body: body(`"FAIL"`, `38000`, `"x"`, entry(`"id1"`, `0`, `""`), entry(`"id2"`, `38000`, `"x"`)),
			}}
		},
	}, when: failed, check: func(r *answerCheck) {
		if zeros, denials := r.decisions(); r.failed() && zeros > 0 && denials > 0 {
			r.add(Finding{
				Expected: "ErrorCode 0, or no decisions",
				Received: fmt.Sprintf("%d allowed, %d denied", zeros, denials),
				Message:  "processing failed, and yet some are allowed and some denied", Offset: r.top[topItems].at,
			})
		}
	}},
	{Rule: Rule{
		ID: "CON-003", Title: "denied but OK is fine", Severity: Must, Level: Fail, Source: Page, Guard: true,
		Sentence: allowSentence,
		Why:      "A denial is a success of the receiver: OK with ErrorCode 0 and a ResultCode from 38000 to 39000 is how to block.",
		Fix:      "Nothing: this entry guards the others against a false alarm.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "one denied", Body: deciding("0", "38000")},
				{Name: "all denied", Body: deciding("39000", "38000")},
				{
					Name: "one asked about and denied", Asks: asks("a"),
					Body: body(`"OK"`, `0`, `""`, entry(`"a"`, `38000`, `"no"`)),
				},
				{
					Name: "denied as declared", Body: deciding("0", "38000"),
					Allow: []string{"id1"}, Block: []string{"id2"},
				},
			}
		},
	}},
	{Rule: Rule{
		ID: "CON-004", Title: "fail-open denial", Severity: Should, Level: Fail, Source: Page,
		Sentence: ignoreSentence + " + " + rangeSentence,
		Why:      "ErrorCode does not deny: Chat ignores it, every ResultCode is 0, and the friend is added although the receiver meant to block.",
		Fix:      "Answer ErrorCode 0 and deny each account with a ResultCode from 38000 to 39000.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "denied where it counts", Body: deciding("38000", "0")},
				{Name: "all denied", Body: failing("38000")},
				{Name: "no items", Asks: asks(), Body: body(`"FAIL"`, `38000`, `"x"`)},
				{
					Name: "a code that cannot be read",
					Body: body(`"FAIL"`, `38000`, `"x"`, entry(`"id1"`, `0`, `""`), entry(`"id2"`, `"1"`, `""`)),
					Also: []string{"TYP-007"},
				},
			}
			p.Fail = []Sample{
				{Name: "one account", Asks: asks("id1"), Body: body(`"FAIL"`, `38000`, `"x"`, entry(`"id1"`, `0`, `""`))},
				{Name: "FAIL", Body: body(`"FAIL"`, `38000`, `"x"`, entry(`"id1"`, `0`, `""`), entry(`"id2"`, `0`, `""`))},
				{
					Name: "OK", Body: body(`"OK"`, `38000`, `"x"`, entry(`"id1"`, `0`, `""`), entry(`"id2"`, `0`, `""`)),
					Also: []string{"CON-001"},
				},
			}
		},
	}, when: failed, check: func(r *answerCheck) {
		if zeros, _ := r.decisions(); r.failed() && zeros > 0 && zeros == len(r.items) {
			r.add(Finding{
				Expected: "a ResultCode that is not 0 for whom to block",
				Received: fmt.Sprintf("ErrorCode %s, every ResultCode 0", r.top[topCode].text),
				Message:  "the error is ignored and every item allows: the effect is ALLOW",
				Offset:   r.top[topCode].at,
			})
		}
	}},
}

// decisions counts the items that allow and those that deny; one whose code cannot be read does neither.
func (r *answerCheck) decisions() (zeros, denials int) {
	for i := range r.items {
		switch code := r.items[i].code; {
		case !code.readable():
		case code.value == 0:
			zeros++
		default:
			denials++
		}
	}
	return zeros, denials
}
