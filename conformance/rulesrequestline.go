package conformance

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

const (
	methodSentence   = "The request protocol is HTTPS and the request method is POST."
	urlSentence      = "https://www.example.com?SdkAppid=$SDKAppID&CallbackCommand=$CallbackCommand&contenttype=json&ClientIP=$ClientIP&OptPlatform=$OptPlatform"
	platformSentence = "Client platform. For valid values, see the description of OptPlatform in the Callback Protocols section of Third-Party Callback Overview."
)

// The fixes of requests are for whoever writes them: Chat does not.
const forged = "If this came from outside, it did not come from Chat: refuse it. If it is a test, write it as Chat would."

var requestLineRules = []*Rule{
	{
		ID: "RQU-001", Title: "method is POST", Severity: Must, Level: Fail, Source: Page, Sentence: methodSentence,
		Why: "Chat sends nothing but POST.", Fix: forged,
		ask: func(a *asking) {
			if a.view.Method != "POST" {
				a.add(Finding{Expected: "POST", Received: a.view.Method, Message: "the method is not POST", Offset: -1})
			}
		},
		Pass: []Sample{{Name: "POST"}},
		Fail: []Sample{{Name: "GET", Raw: request("GET", "HTTP/1.1", pageQuery, callback.SampleRequest)}, {Name: "post", Raw: request("post", "HTTP/1.1", pageQuery, callback.SampleRequest)}},
	},
	{
		ID: "RQU-002", Title: "protocol is HTTP/1.1", Severity: Should, Level: Warn, Source: Overview,
		Sentence: "The webhooks use persistent connection mode by default.",
		Why:      "Captured callbacks are HTTP/1.1; other versions were never seen.", Fix: forged,
		ask: func(a *asking) {
			if p := a.view.Proto; p != "" && p != "HTTP/1.1" {
				a.add(Finding{Expected: "HTTP/1.1", Received: p, Message: "the protocol is not HTTP/1.1", Offset: -1})
			}
		},
		Pass: []Sample{{Name: "HTTP/1.1"}},
		Fail: []Sample{{Name: "HTTP/1.0", Raw: request("POST", "HTTP/1.0", pageQuery, callback.SampleRequest)}},
	},
	{
		ID: "RQU-003", Title: "parameters have their exact names", Severity: Must, Level: Fail, Source: Page, Sentence: urlSentence,
		Why: "Names are compared byte for byte: SdkAppId is another parameter.", Fix: forged,
		ask: func(a *asking) {
			for i := range a.params {
				if p := &a.params[i]; p.times == 0 && p.cased != "" {
					a.add(Finding{Expected: paramNames[i], Received: p.cased, Message: "a parameter has its name in another case", Offset: -1})
				}
			}
		},
		Pass: []Sample{
			{Name: "parameters of one's own", Raw: querying(pageQuery + "&key=1")},
			{Name: "a query that was configured", Raw: querying("a=b&" + pageQuery)},
			{Name: "another case beside the right one", Raw: querying(pageQuery + "&sdkappid=2")},
			{Name: "RequestId was observed", Raw: querying(pageQuery + "&RequestId=5f0c")},
		},
		Fail: []Sample{{Name: "SdkAppId", Raw: swapped("SdkAppid=", "SdkAppId=")}, {Name: "clientip", Raw: swapped("ClientIP=", "clientip=")}},
	},
	{
		ID: "RQU-004", Title: "all five parameters are there", Severity: Must, Level: Fail, Source: Page, Sentence: urlSentence,
		Why: "The page's URL has them all; SdkAppid is the one that a receiver must check.", Fix: forged,
		ask: func(a *asking) {
			var lacking []string
			for i, name := range paramNames[:requiredParams] {
				if p := &a.params[i]; p.times == 0 && p.cased == "" {
					lacking = append(lacking, name)
				}
			}
			if names := strings.Join(lacking, ", "); names != "" {
				a.add(Finding{Expected: names, Received: "none", Message: "the URL lacks " + names, Places: len(lacking), Offset: -1})
			}
		},
		Pass: []Sample{{Name: "all"}, {Name: "in the order seen on the wire", Raw: querying("CallbackCommand=Sns.CallbackPrevFriendAdd&ClientIP=127.0.0.1&OptPlatform=iOS&SdkAppid=1400000000&contenttype=json")}},
		Fail: []Sample{{Name: "none", Raw: querying("")}, {Name: "no SdkAppid", Raw: swapped("SdkAppid=1400000000&", "")}, {Name: "no OptPlatform", Raw: swapped("&OptPlatform=iOS", "")}},
	},
	{
		ID: "RQU-005", Title: "no parameter stands twice", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "Receivers read the first or the last of two: a check of one and a use of the other is a hole.",
		Why:      "Chat was never seen to send one twice.", Fix: forged,
		ask: func(a *asking) {
			for i := range a.params {
				if n := a.params[i].times; n > 1 {
					a.add(Finding{Expected: "one " + paramNames[i], Received: fmt.Sprint(n), Message: paramNames[i] + " stands more than once in the URL", Offset: -1})
				}
			}
		},
		Pass: []Sample{{Name: "once each"}},
		Fail: []Sample{{Name: "SdkAppid", Raw: querying(pageQuery + "&SdkAppid=2")}},
	},
	{
		ID: "RQU-006", Title: "escapes are well-formed", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "A percent sign in a query is followed by two hexadecimal digits (RFC 3986, section 2.1).",
		Why:      "Receivers drop such a parameter, or the whole query.", Fix: forged,
		ask: func(a *asking) {
			if a.badEscape != "" {
				a.add(Finding{Expected: "% and two hexadecimal digits", Received: a.badEscape, Message: "a parameter has a malformed escape", Offset: -1})
			}
		},
		Pass: []Sample{{Name: "escaped", Raw: querying(pageQuery + "&a=%20+")}, {Name: "an escaped dot", Raw: swapped("127.0.0.1", "127.0.0%2e1")}},
		Fail: []Sample{{Name: "a lone percent sign", Raw: querying(pageQuery + "&a=100%")}},
	},
	valueRule("RQU-007", "SdkAppid is a number", Must, Fail, Page, "SdkAppid | SDKAppID assigned by the Chat console when the app is created", paramAppID, "decimal digits",
		func(_ *asking, v string) bool { return v != "" && strings.Trim(v, "0123456789") == "" },
		nil, []Sample{{Name: "text", Raw: swapped("1400000000", "app")}, {Name: "empty", Raw: swapped("1400000000", "")}, {Name: "a blank after it", Raw: swapped("1400000000", "1400000000%20")}}),
	valueRule("RQU-008", "SdkAppid is the app's own", Must, Fail, Page, "the app backend must check whether the SDKAppID contained in the request URL is the SDKAppID of the app.", paramAppID, "the app's own SdkAppid",
		func(a *asking, v string) bool { return a.judge.AppID == "" || v == a.judge.AppID },
		[]Sample{{Name: "the own", AppID: "1400000000"}},
		[]Sample{{Name: "another", AppID: "1400000001"}, {Name: "no number", AppID: "1400000000", Raw: swapped("1400000000", "x"), Also: []string{"RQU-007"}}}),
	valueRule("RQU-009", "CallbackCommand is this webhook's", Must, Fail, Page, "CallbackCommand | Always Sns.CallbackPrevFriendAdd |", paramCommand, callback.Command,
		func(_ *asking, v string) bool { return v == callback.Command },
		nil, []Sample{{Name: "another webhook", Raw: swapped(callback.Command, "C2C.CallbackBeforeSendMsg")}, {Name: "lower case", Raw: swapped(callback.Command, "sns.callbackprevfriendadd")}}),
	valueRule("RQU-010", "contenttype is json", Must, Fail, Page, "contenttype | Always json |", paramContentType, "json",
		func(_ *asking, v string) bool { return v == "json" },
		nil, []Sample{{Name: "xml", Raw: swapped("contenttype=json", "contenttype=xml")}}),
	valueRule("RQU-011", "ClientIP is an address", Must, Fail, Page, "ClientIP | Client IP, such as 127.0.0.1 |", paramClientIP, "an address such as 127.0.0.1",
		func(_ *asking, v string) bool { return looksLikeIP(v) },
		nil, []Sample{{Name: "out of range", Raw: swapped("127.0.0.1", "999.1.1.1")}, {Name: "empty", Raw: swapped("127.0.0.1", "")}, {Name: "with a port", Raw: swapped("127.0.0.1", "127.0.0.1:80")}}),
	valueRule("RQU-012", "ClientIP is an IPv4 address", Advisory, Note, Page, "ClientIP | Client IP, such as 127.0.0.1 | (whether IPv6 occurs is not documented)", paramClientIP, "an IPv4 address",
		func(_ *asking, v string) bool { return !looksLikeIP(v) || strings.IndexByte(v, ':') < 0 },
		[]Sample{{Name: "no address has its own rule", Raw: swapped("127.0.0.1", "a:b"), Also: []string{"RQU-011"}}},
		[]Sample{{Name: "IPv6", Raw: swapped("127.0.0.1", "2001%3Adb8%3A%3A1")}, {Name: "IPv6 not escaped", Raw: swapped("127.0.0.1", "::1")}}),
	valueRule("RQU-013", "OptPlatform is a documented value", MustLinked, Warn, Overview, platformSentence, paramPlatform, "Web, Android, iOS, Windows, macOS, Mac, iPad or Unknown",
		func(_ *asking, v string) bool { return slices.Contains(callback.Platforms(), v) || historic(v) },
		[]Sample{{Name: "Mac", Raw: swapped("iOS", "Mac")}, {Name: "iPad", Raw: swapped("iOS", "iPad")}},
		[]Sample{{Name: "empty", Raw: swapped("iOS", "")}, {Name: "Linux", Raw: swapped("iOS", "Linux")}, {Name: "lower case", Raw: swapped("iOS", "android")}}),
	valueRule("RQU-014", "OptPlatform is not RESTAPI", Must, Warn, Page, "Friend requests initiated via RESTful API calls will not trigger the callback.", paramPlatform, "a client's platform",
		func(_ *asking, v string) bool { return v != callback.RESTAPI },
		nil, []Sample{{Name: "RESTAPI", Raw: swapped("iOS", "RESTAPI")}}),
	valueRule("RQU-015", "OptPlatform has today's spelling", Advisory, Note, Observed, "IPad and Unkown are spellings of old pages; IOS stands in State.StateChange only.", paramPlatform, "iPad, Unknown or iOS",
		func(_ *asking, v string) bool { return !historic(v) },
		nil, []Sample{{Name: "Unkown", Raw: swapped("iOS", "Unkown")}, {Name: "IPad", Raw: swapped("iOS", "IPad")}, {Name: "IOS", Raw: swapped("iOS", "IOS")}}),
	{
		ID: "RQH-001", Title: "Content-Length is the body's", Severity: Advisory, Level: Note, Source: Observed,
		Sentence: "Captured callbacks have a Content-Length.",
		Why:      "A receiver that trusts the length reads half a body, or waits for more.", Fix: forged,
		ask: func(a *asking) {
			length, _ := a.header("content-length")
			_, framed := a.header("transfer-encoding")
			if n, err := strconv.Atoi(string(length)); a.view.Head != nil && !framed && (err != nil || n != len(a.view.Body)) {
				a.add(Finding{Expected: fmt.Sprintf("Content-Length: %d", len(a.view.Body)), Received: string(length), Message: "Content-Length is missing, or not the length of the body", Offset: -1})
			}
		},
		Pass: []Sample{{Name: "chunked", Raw: "POST /?" + pageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + callback.SampleRequest}},
		Fail: []Sample{
			{Name: "none", Raw: "POST /?" + pageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\r\n" + callback.SampleRequest},
			{Name: "another", Raw: "POST /?" + pageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n" + callback.SampleRequest},
		},
	},
	{
		ID: "RQH-002", Title: "Content-Type is JSON's", Severity: Advisory, Level: Note, Source: Observed,
		Sentence: "The type of the request is not documented; captures suggest JSON.",
		Why:      "Frameworks parse the body by its type.", Fix: forged,
		ask: func(a *asking) {
			value, _ := a.header("content-type")
			if a.view.Head == nil || string(value) == "application/json" {
				return
			}
			if media, _ := mediaType(value); media != "application/json" {
				a.add(Finding{Expected: "application/json", Received: string(value), Message: "Content-Type is not JSON's", Offset: -1})
			}
		},
		Pass: []Sample{{Name: "with a charset", Raw: strings.Replace(request("POST", "HTTP/1.1", pageQuery, callback.SampleRequest), "application/json", "Application/json; charset=utf-8", 1)}},
		Fail: []Sample{{Name: "text/plain", Raw: strings.Replace(request("POST", "HTTP/1.1", pageQuery, callback.SampleRequest), "application/json", "text/plain", 1)}},
	},
	{
		ID: "RQH-003", Title: "Host is there", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "A client sends Host in every HTTP/1.1 request (RFC 9112, section 3.2).",
		Why:      "Servers refuse a request without it.", Fix: forged,
		ask: func(a *asking) {
			if _, ok := a.header("host"); a.view.Head != nil && !ok {
				a.add(Finding{Expected: "Host", Received: "none", Message: "the request has no Host", Offset: -1})
			}
		},
		Pass: []Sample{{Name: "in any case", Raw: strings.Replace(request("POST", "HTTP/1.1", pageQuery, callback.SampleRequest), "Host", "hOST", 1)}},
		Fail: []Sample{{Name: "none", Raw: strings.Replace(request("POST", "HTTP/1.1", pageQuery, callback.SampleRequest), "Host", "X-Host", 1)}},
	},
}
