package answer

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/internal/sample"
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "an answer"},
				{Name: "a late answer has its own rule", Failure: callback.Late, Also: []string{"LAT-001"}},
			}
			p.Fail = []rule.Sample{
				{Name: "connection refused", Failure: callback.NoConnection},
				{Name: "no connection for a long time", Failure: callback.NoConnection, Took: time.Minute},
				{Name: "handshake failed", Failure: callback.TLS},
				{Name: "closed before an answer", Failure: callback.Reset},
				{Name: "junk instead of a status line", Raw: "ok\r\n"},
				{Name: "HTTP/2 alone", Raw: "\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00d"},
				{Name: "closed within the headers", Raw: "HTTP/1.1 200 OK\r\nContent-Ty"},
			}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{Name: "just in time", Took: callback.Deadline}}
			p.Fail = []rule.Sample{
				{Name: "right but late", Took: callback.Deadline + 1},
				{Name: "never", Failure: callback.Late},
				{
					Name: "stalled within the body", Failure: callback.Late,
					Raw: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"Act",
				},
			}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "200"},
				{Name: "a redirect has its own rule", Status: 302, Also: []string{"STS-002"}},
				{Name: "400 to a request that is no legal one", Status: 400, Hostile: true},
			}
			p.Fail = []rule.Sample{
				{Name: "403 with a valid denial", Status: 403, Body: sample.Deciding("38000", "38000")},
				{
					Name: "500 with an HTML page", Status: 500, Head: "Content-Type: text/html\r\n",
					Body: "<h1>Internal Server Error</h1>",
				},
				{Name: "201", Status: 201},
				{Name: "204", Raw: "HTTP/1.1 204 No Content\r\n\r\n"},
				{Name: "206", Status: 206},
				{Name: "404", Status: 404, Body: "404 page not found\n"},
				{Name: "101", Raw: "HTTP/1.1 101 Switching Protocols\r\n\r\n"},
				{Name: "202 to a request that is no legal one", Status: 202, Hostile: true},
			}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{Name: "200"}, {Name: "404", Status: 404, Also: []string{"STS-001"}}}
			p.Fail = []rule.Sample{
				{Name: "301 to https", Status: 301, Head: "Location: https://receiver/\r\n"},
				{Name: "300", Status: 300},
				{Name: "302", Status: 302},
				{Name: "304", Raw: "HTTP/1.1 304 Not Modified\r\n\r\n"},
				{Name: "307", Status: 307},
				{Name: "308", Status: 308},
				{Name: "399", Status: 399},
			}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "denied in the body", Body: sample.Deciding("0", "38000"), Block: []string{"id2"}},
				{
					Name: "nobody was to be blocked", Status: 403, Allow: []string{"id2"},
					Also: []string{"STS-001"},
				},
				{Name: "500 is no denial", Status: 500, Block: []string{"id2"}, Also: []string{"STS-001"}},
			}
			p.Fail = []rule.Sample{
				{Name: "403", Status: 403, Block: []string{"id2"}},
				{Name: "400", Status: 400, Allow: []string{"id1"}, Block: []string{"id2"}},
				{
					Name: "409 with a denial in the body", Status: 409, Body: sample.Deciding("0", "38000"),
					Block: []string{"id2"},
				},
				{Name: "499", Status: 499, Block: []string{"id1"}},
			}
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
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "400 to hostile input", Status: 400, Hostile: true},
				{Name: "499 to hostile input", Status: 499, Hostile: true},
				{Name: "500 to a legal request has its own rule", Status: 500, Also: []string{"STS-001"}},
			}
			p.Fail = []rule.Sample{{Name: "500", Status: 500, Hostile: true}, {Name: "503", Status: 503, Hostile: true}}
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
