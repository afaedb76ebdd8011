package conformance

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

const (
	methodSentence = "The request protocol is HTTPS and the request method is POST."
	urlSentence    = "https://www.example.com?SdkAppid=$SDKAppID&CallbackCommand=$CallbackCommand&contenttype=json" +
		"&ClientIP=$ClientIP&OptPlatform=$OptPlatform"
)

// The fixes of requests are for whoever writes them: Chat does not.
const forged = "If this came from outside, it did not come from Chat: refuse it. If it is a test, write it as Chat would."

var requestLineRules = []*requestRule{
	{Rule: Rule{
		ID: "RQU-001", Title: "method is POST", Severity: Must, Level: Fail, Source: Page, Sentence: methodSentence,
		Why: "Chat sends nothing but POST.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "POST"}}
			p.Fail = []Sample{
				{Name: "GET", Raw: SampleRequest("GET", "HTTP/1.1", PageQuery, callback.PrevFriendAdd.Sample)},
				{Name: "post", Raw: SampleRequest("post", "HTTP/1.1", PageQuery, callback.PrevFriendAdd.Sample)},
			}
		},
	}, check: func(a *requestCheck) {
		if a.method != "POST" {
			a.add(Finding{Expected: "POST", Received: a.method, Message: "the method is not POST", Offset: -1})
		}
	}},
	{Rule: Rule{
		ID: "RQU-002", Title: "protocol is HTTP/1.1", Severity: Should, Level: Warn, Source: Overview,
		Sentence: "The webhooks use persistent connection mode by default.",
		Why:      "Captured callbacks are HTTP/1.1; other versions were never seen.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "HTTP/1.1"}}
			p.Fail = []Sample{{Name: "HTTP/1.0", Raw: SampleRequest("POST", "HTTP/1.0", PageQuery, callback.PrevFriendAdd.Sample)}}
		},
	}, check: func(a *requestCheck) {
		if p := a.proto; p != "" && p != "HTTP/1.1" {
			a.add(Finding{Expected: "HTTP/1.1", Received: p, Message: "the protocol is not HTTP/1.1", Offset: -1})
		}
	}},
	{Rule: Rule{
		ID: "RQU-003", Title: "parameters have their exact names", Severity: Must, Level: Fail, Source: Page, Sentence: urlSentence,
		Why: "Names are compared byte for byte: SdkAppId is another parameter.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "parameters of one's own", Raw: querying(PageQuery + "&key=1")},
				{Name: "a query that was configured", Raw: querying("a=b&" + PageQuery)},
				{Name: "another case beside the right one", Raw: querying(PageQuery + "&sdkappid=2")},
				{Name: "RequestId was observed", Raw: querying(PageQuery + "&RequestId=5f0c")},
			}
			p.Fail = []Sample{
				{Name: "SdkAppId", Raw: swapped("SdkAppid=", "SdkAppId=")},
				{Name: "clientip", Raw: swapped("ClientIP=", "clientip=")},
			}
		},
	}, check: func(a *requestCheck) {
		for i := range a.params {
			if p := &a.params[i]; p.times == 0 && p.cased != "" {
				a.add(Finding{
					Expected: paramNames[i], Received: p.cased, Message: "a parameter has its name in another case",
					Offset: -1,
				})
			}
		}
	}},
	{Rule: Rule{
		ID: "RQU-004", Title: "all five parameters are there", Severity: Must, Level: Fail, Source: Page, Sentence: urlSentence,
		Why: "The page's URL has them all; SdkAppid is the one that a receiver must check.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "all"},
				{
					Name: "in the order seen on the wire",
					Raw: querying(
						"CallbackCommand=Sns.CallbackPrevFriendAdd&ClientIP=127.0.0.1&OptPlatform=iOS&SdkAppid=1400000000&contenttype=json",
					),
				},
			}
			p.Fail = []Sample{
				{Name: "none", Raw: querying("")},
				{Name: "no SdkAppid", Raw: swapped("SdkAppid=1400000000&", "")},
				{Name: "no OptPlatform", Raw: swapped("&OptPlatform=iOS", "")},
			}
		},
	}, check: func(a *requestCheck) {
		var lacking []string
		for i, name := range paramNames[:requiredParams] {
			if p := &a.params[i]; p.times == 0 && p.cased == "" {
				lacking = append(lacking, name)
			}
		}
		if names := strings.Join(lacking, ", "); names != "" {
			a.add(Finding{
				Expected: names, Received: "none", Message: "the URL lacks " + names, Places: len(lacking),
				Offset: -1,
			})
		}
	}},
	{Rule: Rule{
		ID: "RQU-005", Title: "no parameter stands twice", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "Receivers read the first or the last of two: a check of one and a use of the other is a hole.",
		Why:      "Chat was never seen to send one twice.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "once each"}}
			p.Fail = []Sample{{Name: "SdkAppid", Raw: querying(PageQuery + "&SdkAppid=2")}}
		},
	}, check: func(a *requestCheck) {
		for i := range a.params {
			if n := a.params[i].times; n > 1 {
				a.add(Finding{
					Expected: "one " + paramNames[i], Received: fmt.Sprint(n),
					Message: paramNames[i] + " stands more than once in the URL", Offset: -1,
				})
			}
		}
	}},
	{Rule: Rule{
		ID: "RQU-006", Title: "escapes are well-formed", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "A percent sign in a query is followed by two hexadecimal digits (RFC 3986, section 2.1).",
		Why:      "Receivers drop such a parameter, or the whole query.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "escaped", Raw: querying(PageQuery + "&a=%20+")},
				{Name: "an escaped dot", Raw: swapped("127.0.0.1", "127.0.0%2e1")},
			}
			p.Fail = []Sample{{Name: "a lone percent sign", Raw: querying(PageQuery + "&a=100%")}}
		},
	}, check: func(a *requestCheck) {
		if a.badEscape != "" {
			a.add(Finding{
				Expected: "% and two hexadecimal digits", Received: a.badEscape,
				Message: "a parameter has a malformed escape", Offset: -1,
			})
		}
	}},
}
