package answer

import (
	"time"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

const (
	postSentence    = "During this callback, the Chat backend initiates an HTTP POST request to the app backend."
	timeoutSentence = "The timeout period for Chat webhooks to the app backend is two seconds."
	statusSentence  = "HTTP return code of the webhook service is not 200"
	statusLine      = "a status line such as HTTP/1.1 200 OK"
	redirects       = "the receiver redirects, and redirects are not followed"
	rangeSentence   = "To not allow adding as friend, set the result code to a value in the range of [38000, 39000]."
)

var transportRules = []*element{
	{Rule: rule.Rule{
		ID: "TRN-001", Title: "target answers", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: postSentence,
		Why:      "Chat counts a refused, broken or missing answer as a failure of the webhook and lets every friend request through.",
		Fix:      "See that the receiver listens at this address, that its certificate is valid, and that its handler neither panics nor closes the connection.",
		English: []rule.Wording{
			{
				Kind: "refused", Message: "nothing listens at this address; without an answer Chat adds the friend", Expected: statusLine, Received: "{received}",
				Fix: "Start the receiver, or correct the host and the port of the URL.",
			},
			{
				Kind: "unconnected", Message: "no connection came about; without an answer Chat adds the friend", Expected: statusLine, Received: "{received}",
				Fix: "See that the receiver runs and can be reached from here, and that the host and the port of the URL are right.",
			},
			{
				Kind: "tls", Message: "the TLS handshake failed; without an answer Chat adds the friend", Expected: statusLine, Received: "{received}",
				Fix: "Serve a certificate that is valid for this host, with its whole chain; for a receiver that speaks plain HTTP the URL begins with http://.",
			},
			{
				Kind: "client-certificate", Message: "the receiver wants a certificate of its caller; without an answer Chat adds the friend", Expected: statusLine,
				Received: "{received}",
				Fix:      "Switch mutual TLS off for this URL: Chat no longer offers it. Authenticate by Sign, which is switched on in the console.",
			},
			{
				Kind: "http2", Message: "the receiver speaks HTTP/2 alone; without an answer Chat adds the friend", Expected: statusLine, Received: "{received}",
				Fix: "Let the receiver speak HTTP/1.1 too, which Chat does.",
			},
			{
				Kind: "unanswered", Message: "no answer came; without one Chat adds the friend", Expected: statusLine, Received: "{received}",
				Fix: "See that the handler neither panics nor closes the connection, and that the receiver speaks HTTP here, and not HTTPS alone.",
			},
			{Kind: "closed", Message: "the connection was closed"},
		},
	}, when: read.NoAnswer, check: func(c *Checker) {
		c.addRaw(unanswered(c.X), -1, "received", c.silence())
	}},
	{Rule: rule.Rule{
		ID: "LAT-001", Title: "answer within the budget", Severity: rule.MustLinked, Level: rule.Fail, Source: rule.Overview,
		Sentence: timeoutSentence,
		Why:      "After two seconds Chat stops waiting and lets the friend request through, whatever the answer would have been.",
		Fix:      "Answer from what is at hand; move slow moderation calls out of the handler, or cap them well under two seconds.",
		English: []rule.Wording{
			{Kind: "late", Message: "the answer was not complete in time", Expected: "the last byte within {limit}", Received: "the last byte after {took}"},
			{Kind: "never", Message: "the answer was not complete in time", Expected: "the last byte within {limit}", Received: "nothing complete"},
		},
	}, when: read.Late, check: func(c *Checker) {
		if c.X.Failure.Cause != "" {
			c.addRaw("never", -1, "limit", c.X.Limit())
		} else {
			c.addRaw("late", -1, "limit", c.X.Limit(), "took", c.X.Phases.LastByte.Round(time.Millisecond))
		}
	}},
}

var statusRules = []*element{
	{Rule: rule.Rule{
		ID: "STS-001", Title: "status is 200", Severity: rule.MustLinked, Level: rule.Fail, Source: rule.Overview,
		Sentence: statusSentence,
		Why:      "Chat does not read the body of another status: it counts as a failure, and the friend is added.",
		Fix:      "Answer 200 in every case and say in the body what is to become of each account.",
		English: []rule.Wording{
			{Message: "the status is not 200, so Chat ignores the body and the friend is added", Expected: "200", Received: "status {status}"},
		},
	}, when: read.Not200, check: func(c *Checker) {
		status := c.X.Answer.Status
		if redirect(status) || c.httpDenial() || c.Hostile && status >= 400 {
			return
		}
		c.addRaw("", -1, "status", status)
	}},
	{Rule: rule.Rule{
		ID: "STS-002", Title: "no redirect", Severity: rule.Should, Level: rule.Fail, Source: rule.Page,
		Sentence: postSentence,
		Why:      "A redirect is a status other than 200 and is not followed: the friend is added.",
		Fix:      "Configure the URL that answers itself: the final scheme, host, and slash at the end.",
		English: []rule.Wording{
			{Kind: "somewhere", Message: redirects, Expected: "200 from the configured URL itself", Received: "status {status} to {location}"},
			{Kind: "nowhere", Message: redirects, Expected: "200 from the configured URL itself", Received: "status {status}"},
		},
	}, when: read.Not200, check: func(c *Checker) {
		if status := c.X.Answer.Status; redirect(status) {
			f := c.addRaw("nowhere", -1, "status", status)
			if to, ok := c.X.Answer.Header("Location"); ok {
				f.Kind, f.Args = "somewhere", append(f.Args, "location", string(to))
			}
			c.inherit(f, rule.MustLinked) // STS-001
		}
	}},
	{Rule: rule.Rule{
		ID: "STS-003", Title: "denial is not an HTTP error", Severity: rule.MustLinked, Level: rule.Fail, Source: rule.Overview,
		Sentence: statusSentence + "; " + rangeSentence,
		Why:      "An HTTP error denies nothing: Chat takes it for a failure of the webhook and adds the friend.",
		Fix:      "Answer 200 with ErrorCode 0 and a ResultCode from 38000 to 39000 for the account.",
		English: []rule.Wording{
			{
				Message:  "the account was to be blocked, but the denial is an HTTP status, which Chat ignores",
				Expected: "200 with a ResultCode from 38000 to 39000", Received: "status {status}",
			},
		},
	}, when: read.Not200, check: func(c *Checker) {
		if !c.httpDenial() {
			return
		}
		f := c.addRaw("", -1, "status", c.X.Answer.Status)
		for i := range c.Slots {
			if f.Account = c.Slots[i].Account; c.expect.ToBlock(f.Account) {
				break
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "STS-004", Title: "no 5xx on hostile input", Severity: rule.Advisory, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "A request that is wrong on purpose must not crash its handler: answer 4xx, or 200 with a failure.",
		Why:      "A status from 500 on says that the input got as far as an exception; the next one may stop the receiver, and then everybody is let through.",
		Fix:      "Check types and presence before use, and catch what is left in one place.",
		English: []rule.Wording{
			{Message: "a request that was wrong on purpose made the receiver fail", Expected: "a status below 500", Received: "status {status}"},
		},
	}, when: read.Not200, check: func(c *Checker) {
		if status := c.X.Answer.Status; c.Hostile && status >= 500 {
			c.addRaw("", -1, "status", status)
		}
	}},
}

func redirect(status int) bool { return status >= 300 && status < 400 }

// httpDenial reports whether a status from 400 to 499 stands for a denial that somebody declared.
func (c *Checker) httpDenial() bool {
	if status := c.X.Answer.Status; status < 400 || status >= 500 {
		return false
	}
	for i := range c.Slots {
		if c.expect.ToBlock(c.Slots[i].Account) {
			return true
		}
	}
	return false
}
