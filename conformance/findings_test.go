package conformance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
)

// words are a finding as reports show it.
type words struct {
	Account, Expected, Received, Message string
	Fix                                  string // where it is not the rule's
}

func wordsOf(f *rule.Finding) words {
	fix := f.In(nil).Fix
	if fix == f.Rule.Fix {
		fix = ""
	}
	return words{f.Account, f.Expected(), f.Received(), f.Message(), fix}
}

// TestFindings compares whole findings where reports rely on their parts.
func TestFindings(t *testing.T) {
	for _, tt := range []struct {
		name   string
		sample rule.Sample
		want   words
	}{
		{"places are counted", rule.Sample{Body: sampleDeciding("1", "403")}, words{Account: "id1", Expected: "0, or 38000 to 39000", Received: "1", Message: "ResultCode is outside the range (and 1 more)"}},
		{"the second item", rule.Sample{Body: sampleDeciding("0", "37999")}, words{Account: "id2", Expected: "0, or 38000 to 39000", Received: "37999", Message: "ResultCode is outside the range"}},
		{"missing accounts", rule.Sample{Asks: rule.Asks("a", "b", "c"), Body: sampleAllowing("b")}, words{Account: "a", Expected: "an item for each account", Received: "none for a, c", Message: "there is no item for a, c"}},
		{"many missing accounts", rule.Sample{Asks: rule.Asks(sampleNumbered(11)...), Body: sampleAllowing("user00")}, words{Account: "user01", Expected: "an item for each account", Received: "none for user01, user02, user03, user04, user05, user06, user07, user08 and 2 more", Message: "there is no item for user01, user02, user03, user04, user05, user06, user07, user08 and 2 more"}},
		{"eight missing accounts", rule.Sample{Asks: rule.Asks(sampleNumbered(9)...), Body: sampleAllowing("user00")}, words{Account: "user01", Expected: "an item for each account", Received: "none for user01, user02, user03, user04, user05, user06, user07, user08", Message: "there is no item for user01, user02, user03, user04, user05, user06, user07, user08"}},
		{"From_Account", rule.Sample{Body: sampleAllowing("id1", "id2", "id")}, words{Account: "id", Expected: "an account of the request", Received: "id", Message: "nobody asked about this account: it is From_Account, who asks"}},
		{"another account", rule.Sample{Body: sampleAllowing("id1", "id2", "id7")}, words{Account: "id7", Expected: "an account of the request", Received: "id7", Message: "nobody asked about this account"}},
		{"another spelling", rule.Sample{Asks: rule.Asks("Ann"), Body: sampleAllowing(" ann")}, words{Account: "Ann", Expected: `"Ann"`, Received: `" ann"`, Message: "the account comes back under another spelling"}},
		{"twice", rule.Sample{Body: sampleAllowing("id1", "id2", "id2")}, words{Account: "id2", Expected: "one item for the account", Received: "2 items", Message: "the account is answered more often than it was asked about"}},
		{"twice each", rule.Sample{Body: sampleAllowing("id1", "id1", "id2", "id2")}, words{Account: "id1", Expected: "one item for the account", Received: "2 items", Message: "the account is answered more often than it was asked about (and 1 more)"}},
		{"twice, differently", rule.Sample{Body: sampleBody(`"OK"`, "0", `""`, sampleEntry(`"id1"`, "0", `""`), sampleEntry(`"id1"`, "38000", `"x"`), sampleEntry(`"id2"`, "0", `""`))}, words{Account: "id1", Expected: "one item for the account", Received: "2 items", Message: "the account is answered twice, differently"}},
		{"order", rule.Sample{Asks: rule.Asks("a", "b", "c"), Body: sampleAllowing("b", "c", "a")}, words{Account: "a", Expected: "the order of the request", Received: "a after c", Message: "the items are not in the order of the request"}},
		{"names", rule.Sample{Body: sampleEdited(`"ErrorInfo"`, `"errorInfo"`)}, words{Expected: "ErrorInfo", Received: "errorInfo", Message: `"errorInfo" should be "ErrorInfo"`}},
		{"all names", rule.Sample{Body: `{"actionStatus":"OK","errorCode":0,"errorInfo":"","resultItem":[]}`}, words{Expected: "ActionStatus, ErrorCode, ErrorInfo, ResultItem", Received: "actionStatus, errorCode, errorInfo, resultItem", Message: `"actionStatus", "errorCode", "errorInfo", "resultItem" should be "ActionStatus", "ErrorCode", "ErrorInfo", "ResultItem"`}},
		{"names in items", rule.Sample{Body: strings.ReplaceAll(callback.SampleResponse, "To_Account", "to_account")}, words{Expected: "To_Account", Received: "to_account", Message: `"to_account" should be "To_Account"`}},
		{"unknown names", rule.Sample{Body: sampleEdited(`"ErrorInfo"`, `"a":1,"b":2,"ErrorInfo"`)}, words{Expected: "the members of the page only", Received: `"a", "b"`, Message: "the answer has members that the page does not list"}},
		{"many unknown names", rule.Sample{Body: sampleEdited(`"ErrorInfo"`, `"a":1,"b":2,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"ErrorInfo"`)}, words{Expected: "the members of the page only", Received: `"a", "b", "c", "d", "e", "f", "g", "h"`, Message: "the answer has members that the page does not list"}},
		{"the same unknown name", rule.Sample{Body: strings.ReplaceAll(callback.SampleResponse, `"ResultInfo"`, `"x":1,"ResultInfo"`)}, words{Expected: "the members of the page only", Received: `"x"`, Message: "the answer has members that the page does not list"}},
		{"duplicates", rule.Sample{Body: sampleEdited(`"ErrorCode": 0`, `"ErrorCode": 0,"ErrorCode": 0,"ErrorCode": 0`)}, words{Expected: "each name once in an object", Received: `"ErrorCode" again`, Message: `the member "ErrorCode" stands twice in one object`}},
		{"after a byte order mark", rule.Sample{Body: "\ufeff" + sampleDeciding("0", "1")}, words{Account: "id2", Expected: "0, or 38000 to 39000", Received: "1", Message: "ResultCode is outside the range"}},
		{"not JSON", rule.Sample{Body: `{"a":NaN}`}, words{Expected: "a JSON object", Received: `"{\"a\":NaN}"`, Message: "the body is not JSON: wanted a value, got 'N'"}},
		{"empty", rule.Sample{Empty: true}, words{Expected: "a JSON object", Received: "an empty body", Message: "the body is empty"}},
		{"HTML", rule.Sample{Body: "\n<!DOCTYPE html><html><body></body></html>"}, words{Expected: "a JSON object", Received: `"\n<!DOCTYPE html><html><b"…`, Message: "the body is not JSON: wanted a value, got '<'; it looks like an HTML or XML page, or a notice of PHP"}},
		{"not an object", rule.Sample{Body: ` "{\"ActionStatus\":1}"`}, words{Expected: "an object", Received: `" \"{\\\"ActionStatus\\\":1}\""`, Message: "the body is a JSON string, not an object: JSON was encoded twice"}},
		{"trailing", rule.Sample{Body: callback.SampleResponse + "\n\n{}"}, words{Expected: "nothing after the object", Received: `"{}"`, Message: "something follows the object"}},
		{"broken UTF-8", rule.Sample{Body: sampleEdited(`"id1","ResultCode": 0,"ResultInfo": ""`, "\"id1\",\"ResultCode\": 38000,\"ResultInfo\": \"é\xba\"")}, words{Expected: "UTF-8", Received: "byte 0xBA", Message: "a text is not UTF-8"}},
		{"wrong type", rule.Sample{Body: sampleDeciding(`"38000"`, `"38000"`)}, words{Account: "id1", Expected: "Integer", Received: `"38000"`, Message: "ResultCode is a JSON string, not Integer (and 1 more)"}},
		{"no whole number", rule.Sample{Body: sampleDeciding(`0.5`, `0`)}, words{Account: "id1", Expected: "Integer", Received: `0.5`, Message: "ResultCode is no whole number, not Integer"}},
		{"no list", rule.Sample{Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":{}}`}, words{Expected: "Array", Received: `{}`, Message: "ResultItem is a JSON object, not Array"}},
		{"one byte", rule.Sample{Body: "<"}, words{Expected: "a JSON object", Received: `"<"`, Message: "the body is not JSON: wanted a value, got '<'; it looks like an HTML or XML page, or a notice of PHP"}},
		{"an array of texts", rule.Sample{Body: `["{\"a\":1}"]`}, words{Expected: "an object", Received: `"[\"{\\\"a\\\":1}\"]"`, Message: "the body is a JSON array, not an object"}},
		{"half a pair", rule.Sample{Asks: rule.Asks("a\ufffd"), Body: strings.Replace(sampleAllowing("a?"), "?", `\ud83d`, 1)}, words{Expected: "whole characters", Received: "half a surrogate pair", Message: "an escape is half a surrogate pair"}},
		{"no type", rule.Sample{Head: "Server: x\r\n"}, words{Expected: "application/json", Received: "no Content-Type", Message: "the answer does not call itself JSON"}},
		{"another type", rule.Sample{Head: "Content-Type: text/plain\r\n"}, words{Expected: "application/json", Received: "text/plain", Message: "the answer does not call itself JSON"}},
		{"secret at the start", rule.Sample{Status: 500, Secrets: []string{"hidden"}, Body: "hidden"}, words{Expected: "no secret of the request in the answer", Received: "one of 6 bytes in the body", Message: "a secret of the request stands in the answer"}},
		{"a list", rule.Sample{Body: sampleEdited(`"OK"`, `[]`)}, words{Expected: "String", Received: `[]`, Message: "ActionStatus is a JSON array, not String"}},
		{"nearest status", rule.Sample{Body: sampleEdited(`"OK"`, `"Success "`)}, words{Expected: "OK or FAIL", Received: `"Success "`, Message: "ActionStatus is neither OK nor FAIL; it should be OK"}},
		{"nearest failure", rule.Sample{Body: sampleEdited(`"OK"`, `"error"`)}, words{Expected: "OK or FAIL", Received: `"error"`, Message: "ActionStatus is neither OK nor FAIL; it should be FAIL"}},
		{"no nearest status", rule.Sample{Body: sampleEdited(`"OK"`, `"x"`)}, words{Expected: "OK or FAIL", Received: `"x"`, Message: "ActionStatus is neither OK nor FAIL"}},
		{"FAIL with 0", rule.Sample{Body: sampleEdited(`"OK"`, `"FAIL"`)}, words{Expected: "an ErrorCode from 38000 to 39000 with FAIL", Received: "FAIL with ErrorCode 0", Message: "ActionStatus and ErrorCode contradict each other"}},
		{"OK with 38000", rule.Sample{Asks: rule.Asks(), Body: strings.Replace(sampleDown("38000"), "FAIL", "OK", 1)}, words{Expected: "ErrorCode 0 with OK", Received: "OK with ErrorCode 38000", Message: "ActionStatus and ErrorCode contradict each other"}},
		{"secret in the body", rule.Sample{Secrets: []string{"hidden"}, Body: sampleEdited(`"id1"`, `"hidden"`), Asks: rule.Asks("hidden", "id2")}, words{Expected: "no secret of the request in the answer", Received: "one of 6 bytes in the body", Message: "a secret of the request stands in the answer"}},
		{"secret in a header", rule.Sample{Secrets: []string{"hidden"}, Head: "Content-Type: application/json\r\nX: hidden\r\n"}, words{Expected: "no secret of the request in the answer", Received: "one of 6 bytes in a header", Message: "a secret of the request stands in the answer"}},
		{"trace in a text", rule.Sample{Body: sampleSaying("38000", "x.go:7")}, words{Account: "id1", Expected: "a text made for the outside", Received: "x.go:7", Message: "ResultInfo shows a place in Go code"}},
		{"long text", rule.Sample{Body: sampleSaying("38000", strings.Repeat("x", 1025))}, words{Account: "id1", Expected: "at most 1024 bytes", Received: "1025 bytes", Message: "ResultInfo is long"}},
		{"compressed", rule.Sample{Head: "Content-Encoding: gzip\r\n"}, words{Expected: "no Content-Encoding", Received: "gzip", Message: "the body is compressed although nobody asked for it"}},
		{"redirect", rule.Sample{Status: 301, Head: "Location: /new\r\n"}, words{Expected: "200 from the configured URL itself", Received: "status 301 to /new", Message: "the receiver redirects, and redirects are not followed"}},
		{"denied by status", rule.Sample{Status: 403, Allow: []string{"id1"}, Block: []string{"id2"}}, words{Account: "id2", Expected: "200 with a ResultCode from 38000 to 39000", Received: "status 403", Message: "the account was to be blocked, but the denial is an HTTP status, which Chat ignores"}},
		{"late", rule.Sample{Took: 2500 * time.Millisecond}, words{Expected: "the last byte within 2s", Received: "the last byte after 2.5s", Message: "the answer was not complete in time"}},
		{"never", rule.Sample{Failure: callback.Late}, words{Expected: "the last byte within 2s", Received: "nothing complete", Message: "the answer was not complete in time"}},
		{"refused", rule.Sample{Failure: callback.NoConnection}, words{Expected: "a status line such as HTTP/1.1 200 OK", Received: "no-connection", Message: "no connection came about; without an answer Chat adds the friend", Fix: "See that the receiver runs and can be reached from here, and that the host and the port of the URL are right."}},
		{"closed", rule.Sample{Raw: "HTTP/1.1 2"}, words{Expected: "a status line such as HTTP/1.1 200 OK", Received: `"HTTP/1.1 2"`, Message: "no answer came; without one Chat adds the friend", Fix: "See that the handler neither panics nor closes the connection, and that the receiver speaks HTTP here, and not HTTPS alone."}},
		{"cut off", rule.Sample{Raw: sampleLengthy(9, "{")}, words{Expected: "an answer that ends where its headers say", Received: "ended before its promised end: Content-Length 9, bytes received: 1", Message: "the end of the answer is not where it was promised"}},
		{"cut off by a reset", rule.Sample{Raw: sampleLengthy(1, "{"), Failure: callback.Reset}, words{Expected: "an answer that ends where its headers say", Received: "reset: Content-Length 1, bytes received: 1", Message: "the end of the answer is not where it was promised"}},
		{"eight items lack it", rule.Sample{Asks: rule.Asks(sampleNumbered(8)...), Body: strings.ReplaceAll(sampleAllowing(sampleNumbered(8)...), `,"ResultInfo":""`, "")}, words{Account: "user00", Expected: "a member ResultInfo", Received: "none", Message: "an item has no member ResultInfo (and 7 more)"}},
		{"seven wrong names", rule.Sample{Body: strings.NewReplacer("ActionStatus", "actionStatus", "ErrorCode", "errorCode", "ErrorInfo", "errorInfo", "ResultItem", "resultItem", "To_Account", "toAccount", "ResultCode", "resultCode", "ResultInfo", "resultInfo").Replace(callback.SampleResponse)}, words{
			Expected: "ActionStatus, ErrorCode, ErrorInfo, ResultItem, To_Account, ResultCode, ResultInfo",
			Received: "actionStatus, errorCode, errorInfo, resultItem, toAccount, resultCode, resultInfo",
			Message: `"actionStatus", "errorCode", "errorInfo", "resultItem", "toAccount", "resultCode", "resultInfo" should be ` +
				`"ActionStatus", "ErrorCode", "ErrorInfo", "ResultItem", "To_Account", "ResultCode", "ResultInfo"`,
		}},
		{"wrapped", rule.Sample{Body: `{"code":0,"data":` + callback.SampleResponse + `}`}, words{Expected: "the page's members at the top", Received: `all of it within "data"`, Message: `the answer is wrapped in "data"`}},
		{"decomposed", rule.Sample{Asks: rule.Asks("\u00e9va"), Body: sampleAllowing("e\u0301va")}, words{Account: "\u00e9va", Expected: `"\u00e9va"`, Received: `"e\u0301va"`, Message: "the account comes back under another spelling"}},
		{"two lengths", rule.Sample{Raw: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n1234567"}, words{Expected: "an answer that ends where its headers say", Received: "malformed or conflicting Content-Length: Content-Length 5, 6, bytes received: 7", Message: "the end of the answer is not where it was promised"}},
		{"bytes after the end", rule.Sample{Raw: sampleLengthy(len(callback.SampleResponse), callback.SampleResponse+"abc")}, words{Expected: "an answer that ends where its headers say", Received: fmt.Sprintf("bytes after the end of the message: Content-Length %d, bytes received: %d", len(callback.SampleResponse), len(callback.SampleResponse)+3), Message: "the end of the answer is not where it was promised"}},
		{"no last chunk", rule.Sample{Raw: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Act\r\n"}, words{Expected: "an answer that ends where its headers say", Received: "ended before its promised end: in chunks, bytes received: 5", Message: "the end of the answer is not where it was promised"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := judged(&tt.sample)
			if len(out.Findings) == 0 {
				t.Fatal("got no finding")
			}
			got := wordsOf(&out.Findings[len(out.Findings)-1])
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("want against got:\n%s", diff)
			}
		})
	}
}

// TestFindingsOfRequests compares whole findings of requests.
func TestFindingsOfRequests(t *testing.T) {
	twice := []rule.Sample{{Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, rule.Asks("a", "b", "a", "b"))}}
	many := slices.Concat(sampleNumbered(20), []string{"user07", "user03"})
	for _, tt := range []struct {
		name   string
		sample rule.Sample
		want   words
	}{
		{"method", rule.Sample{Raw: rule.SampleRequest("PUT", "HTTP/1.1", rule.PageQuery, callback.PrevFriendAdd.Sample)}, words{Expected: "POST", Received: "PUT", Message: "the method is not POST"}},
		{"parameters", rule.Sample{Raw: sampleQuerying("contenttype=json&OptPlatform=iOS")}, words{Expected: "SdkAppid, CallbackCommand, ClientIP", Received: "none", Message: "the URL lacks SdkAppid, CallbackCommand, ClientIP"}},
		{"parameter case", rule.Sample{Raw: sampleSwapped("SdkAppid", "sdkAppId")}, words{Expected: "SdkAppid", Received: "sdkAppId", Message: "a parameter has its name in another case"}},
		{"parameter twice", rule.Sample{Raw: sampleQuerying(rule.PageQuery + "&OptPlatform=Web&OptPlatform=Web")}, words{Expected: "one OptPlatform", Received: "3", Message: "OptPlatform stands more than once in the URL"}},
		{"escape", rule.Sample{Raw: sampleQuerying(rule.PageQuery + "&a=%zz")}, words{Expected: "% and two hexadecimal digits", Received: "%zz", Message: "a parameter has a malformed escape"}},
		{"parameter value", rule.Sample{Raw: sampleSwapped("=json", "=x+y")}, words{Expected: "json", Received: "x y", Message: `contenttype is "x y"`}},
		{"length", rule.Sample{Raw: strings.Replace(sampleQuerying(rule.PageQuery), "Length: ", "Length: 1", 1)}, words{Expected: "Content-Length: 446", Received: "1446", Message: "Content-Length is missing, or not the length of the body"}},
		{"Sign", rule.Sample{Token: "xxxxyyyy\n", Now: sampleNow, Raw: sampleQuerying(rule.PageQuery + "&" + sampleSign)}, words{Expected: "the digest of token and RequestTime", Received: sampleSign[len("Sign=") : len("Sign=")+64], Message: "Sign does not match: "}},
		{"no RequestTime", rule.Sample{Token: "t", Raw: sampleQuerying(rule.PageQuery + "&Sign=ab")}, words{Expected: "RequestTime", Received: "none", Message: "the URL lacks RequestTime although a token is configured"}},
		{"stale", rule.Sample{Token: sampleToken, Now: sampleNow + 61_000, Raw: sampleQuerying(rule.PageQuery + "&" + sampleSign)}, words{Expected: "Unix time in seconds within 60 s of now", Received: "1669872112", Message: "RequestTime is more than a minute away from the receiver's clock"}},
		{"a time beyond 63 bits", rule.Sample{Token: sampleToken, Now: sampleNow, Raw: sampleQuerying(rule.PageQuery + "&Sign=" + callback.Sign(sampleToken, "9223372036854775808") + "&RequestTime=9223372036854775808")}, words{Expected: "Unix time in seconds within 60 s of now", Received: "9223372036854775808", Message: "RequestTime is no number of seconds"}},
		{"no time", rule.Sample{Token: sampleToken, Now: sampleNow, Raw: sampleQuerying(rule.PageQuery + "&Sign=" + callback.Sign(sampleToken, "-1") + "&RequestTime=-1")}, words{Expected: "Unix time in seconds within 60 s of now", Received: "-1", Message: "RequestTime is no number of seconds"}},
		{"not JSON", rule.Sample{Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, `{"a":}`)}, words{Expected: "a JSON object", Received: `"{\"a\":}"`, Message: "the body is not JSON: wanted a value, got '}'"}},
		{"not JSON after a byte order mark", rule.Sample{Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, "\ufeff{7}")}, words{Expected: "a JSON object", Received: "\"\\ufeff{7}\"", Message: "the body is not JSON: wanted a member name in double quotes, got '7'"}},
		{"not an object", rule.Sample{Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, `[]`)}, words{Expected: "a JSON object", Received: `"[]"`, Message: "the body is no JSON object"}},
		{"half a pair", rule.Sample{Raw: sampleCarrying(`"remark1"`, `"\ud83d"`)}, words{Expected: "UTF-8 and whole surrogate pairs", Received: "a broken character", Message: "a text has a broken character"}},
		{"GBK", rule.Sample{Raw: sampleCarrying(`"remark1"`, "\"�\xba\"")}, words{Expected: "UTF-8 and whole surrogate pairs", Received: "a broken character", Message: "a text has a broken character"}},
		{"twice", rule.Sample{Raw: sampleCarrying(`"AddType"`, `"AddType":"Add_Type_Both","AddType"`)}, words{Expected: "each name once in an object", Received: `"AddType" again`, Message: `the member "AddType" stands twice in one object`}},
		{"names", rule.Sample{Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, strings.ReplaceAll(callback.PrevFriendAdd.Sample, "To_Account", "toAccount"))}, words{Expected: "To_Account", Received: "toAccount", Message: `"toAccount" should be "To_Account"`}},
		{"missing", rule.Sample{Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, strings.NewReplacer(`"To_Account": "id1",`, ``, `"To_Account": "id2",`, ``).Replace(callback.PrevFriendAdd.Sample))}, words{Expected: "FriendItem[0].To_Account, FriendItem[1].To_Account", Received: "none", Message: "the request lacks FriendItem[0].To_Account, FriendItem[1].To_Account"}},
		{"nothing there", rule.Sample{Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, "{}")}, words{Expected: "CallbackCommand, Requester_Account, From_Account, FriendItem, ForceAddFlags, EventTime", Received: "none", Message: "the request lacks CallbackCommand, Requester_Account, From_Account, FriendItem, ForceAddFlags, EventTime"}},
		{"type of an item's member", rule.Sample{Raw: sampleCarrying(`"remark2"`, `[1]`)}, words{Expected: "String", Received: "[1]", Message: "FriendItem[1].Remark is a JSON array, not String"}},
		{"type of an item", rule.Sample{Raw: sampleCarrying(`"FriendItem": [`, `"FriendItem": [ 7,`)}, words{Expected: "an object", Received: "a JSON number", Message: "an element of FriendItem is no object"}},
		{"account", rule.Sample{Raw: sampleCarrying(`"id2"`, `"é"`)}, words{Account: "é", Expected: "1 to 32 bytes of printable ASCII", Received: "é", Message: "To_Account has a byte that is not printable ASCII"}},
		{"limit", rule.Sample{Raw: sampleCarrying(`"remark2"`, `"`+strings.Repeat("x", 97)+`"`)}, words{Expected: "at most 96 bytes", Received: "97 bytes", Message: "Remark is too long"}},
		{"accounts twice", twice[0], words{Account: "a", Expected: "one FriendItem for the account", Received: "2 more", Message: "the request asks about an account twice"}},
		{"many accounts twice", rule.Sample{Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, rule.Asks(many...))}, words{Account: "user07", Expected: "one FriendItem for the account", Received: "2 more", Message: "the request asks about an account twice"}},
		{"himself", rule.Sample{Raw: sampleCarrying(`"id2"`, `"id"`)}, words{Account: "id", Expected: "another account than From_Account", Received: "id", Message: "the user adds himself"}},
		{"the first second", rule.Sample{Raw: sampleCarrying("1631777344870", "1262304000")}, words{Expected: "Unix time in milliseconds", Received: "1262304000", Message: "EventTime is in seconds"}},
		{"the last second", rule.Sample{Raw: sampleCarrying("1631777344870", "4102444800")}, words{Expected: "Unix time in milliseconds", Received: "4102444800", Message: "EventTime is in seconds"}},
		{"seconds", rule.Sample{Raw: sampleCarrying("1631777344870", "1631777344")}, words{Expected: "Unix time in milliseconds", Received: "1631777344", Message: "EventTime is in seconds"}},
		{"microseconds", rule.Sample{Raw: sampleCarrying("1631777344870", "1631777344870000")}, words{Expected: "Unix time in milliseconds", Received: "1631777344870000", Message: "EventTime is not a time between 2010 and 2100 in milliseconds"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := judgedRequest(t, &tt.sample)
			if len(out.Findings) != 1 {
				t.Fatalf("got %v, want one finding", fired(out))
			}
			got := wordsOf(&out.Findings[0])
			if strings.HasSuffix(tt.want.Message, ": ") { // the hint is callback's
				hint, ok := strings.CutPrefix(got.Message, tt.want.Message)
				if !ok || hint == "" {
					t.Errorf("got the message %q, want %q and a hint", got.Message, tt.want.Message)
				}
				got.Message = tt.want.Message
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("want against got:\n%s", diff)
			}
		})
	}
}
