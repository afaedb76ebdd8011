package conformance

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

// TestFacts wants exactly the facts that stand out in an answer: one too few loses findings, one too many costs the
// time that a conforming answer must not cost.
func TestFacts(t *testing.T) {
	for _, tt := range []struct {
		name   string
		sample rule.Sample
		want   read.Fact
	}{
		{"conforming", rule.Sample{}, 0},
		{"compact and escaped", rule.Sample{Body: strings.Replace(sampleAllowing("id1", "id2"), "OK", `\u004fK`, 1)}, 0},
		{"forty accounts", rule.Sample{Asks: rule.Asks(sampleNumbered(40)...), Body: sampleAllowing(sampleNumbered(40)...)}, 0},
		{"asked twice, answered once", rule.Sample{Asks: rule.Asks("a", "a"), Body: sampleAllowing("a")}, 0},
		{"identity", rule.Sample{Head: "Content-Type: application/json\r\nContent-Encoding: identity\r\n"}, 0},
		{"an empty encoding", rule.Sample{Head: "Content-Type: application/json\r\nContent-Encoding:\r\n"}, 0},
		{"denied", rule.Sample{Body: sampleDeciding("0", "38000")}, read.Denied | read.Texts},
		{"denied without a text", rule.Sample{Body: sampleEdited(`"ResultCode": 0`, `"ResultCode": 1`)}, read.Denied},
		{"a text of one byte", rule.Sample{Body: sampleEdited(`"ErrorInfo": ""`, `"ErrorInfo": "x"`)}, read.Texts},
		{"failed", rule.Sample{Body: sampleFailing("38000")}, read.NotOK | read.Failed | read.Denied | read.Texts},
		{"failed and allowed", rule.Sample{Body: sampleEdited(`"ErrorCode": 0`, `"ErrorCode": 1`)}, read.Failed},
		{"FAIL", rule.Sample{Body: sampleEdited("OK", "FAIL")}, read.NotOK},
		{"null", rule.Sample{Body: sampleEdited(`"OK"`, "null")}, read.Mistyped},
		{"null for a text", rule.Sample{Body: sampleEdited(`"ErrorInfo": ""`, `"ErrorInfo": null`)}, read.Mistyped},
		{"an object for a text", rule.Sample{Body: sampleEdited(`"ErrorInfo": ""`, `"ErrorInfo": {}`)}, read.Mistyped},
		{"a fraction", rule.Sample{Body: sampleEdited(`"ErrorCode": 0`, `"ErrorCode": 0.5`)}, read.Mistyped},
		{"0.0", rule.Sample{Body: sampleEdited(`"ErrorCode": 0`, `"ErrorCode": 0.0`)}, read.SpeltOdd},
		{"an element", rule.Sample{Body: sampleBody(`"OK"`, "0", `""`, sampleEntry(`"id1"`, "0", `""`), "7")}, read.Mistyped | read.Unmatched},
		{"missing", rule.Sample{Body: sampleEdited(`"ErrorInfo": "",`, "")}, read.Missing},
		{"missing in an item", rule.Sample{Body: sampleEdited(`,"ResultInfo": ""`, "")}, read.Missing},
		{"misspelt", rule.Sample{Body: sampleEdited("ErrorInfo", "errorInfo")}, read.Missing | read.Unknown},
		{"unknown", rule.Sample{Body: sampleEdited(`"ErrorInfo"`, `"x":0,"ErrorInfo"`)}, read.Unknown},
		{"twice", rule.Sample{Body: sampleEdited(`"ErrorInfo"`, `"ErrorInfo":"","ErrorInfo"`)}, read.Duplicate},
		{"reordered", rule.Sample{Body: sampleAllowing("id2", "id1")}, read.Unmatched},
		{"one too few", rule.Sample{Body: sampleAllowing("id1")}, read.Unmatched},
		{"one too many", rule.Sample{Body: sampleAllowing("id1", "id2", "id3")}, read.Unmatched},
		{"byte order mark", rule.Sample{Body: "\ufeff" + callback.SampleResponse}, read.ByteOrder},
		{"GBK", rule.Sample{Body: sampleEdited(`"ErrorInfo": ""`, "\"ErrorInfo\": \"\xba\xc3\"")}, read.BadUTF8 | read.Texts},
		{"half a pair", rule.Sample{Body: sampleEdited(`"ErrorInfo": ""`, `"ErrorInfo": "\ud83d"`)}, read.HalfPair | read.Texts},
		{"something behind it", rule.Sample{Body: callback.SampleResponse + "x"}, read.Trailing},
		{"not JSON", rule.Sample{Body: "\ufeff{\"ActionStatus\":\"\xba\",\"x\":\"\\ud83d\""}, read.NotJSON | read.OddBody},
		{"not JSON at its end", rule.Sample{Body: sampleFailing("38000") + "," + "\"", Asks: rule.Asks("a")}, read.NotOK | read.Failed | read.Denied | read.Texts | read.Unmatched | read.Trailing},
		{"not JSON, of no type", rule.Sample{Body: "<", Head: "Server: x\r\n"}, read.NotJSON | read.OddBody},
		{"empty", rule.Sample{Empty: true}, read.NotJSON},
		{"an array", rule.Sample{Body: "[]"}, read.NotObject},
		{"a charset", rule.Sample{Head: "Content-Type: application/json; charset=utf-8\r\n"}, read.OddType},
		{"no type", rule.Sample{Head: "Server: x\r\n"}, read.OddType},
		{"gzip", rule.Sample{Head: "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", Body: "\x1f\x8b"}, read.Encoded},
		{"a secret", rule.Sample{Secrets: []string{"ActionStatus"}}, read.SecretBack},
		{"500", rule.Sample{Status: 500, Head: "Content-Encoding: gzip\r\n"}, read.Not200 | read.OddBody},
		{"500 without a body", rule.Sample{Status: 500, Empty: true}, read.Not200},
		{"late", rule.Sample{Took: callback.Deadline + 1}, read.Late},
		{"never", rule.Sample{Failure: callback.Late}, read.Late},
		{"stalled", rule.Sample{Failure: callback.Late, Raw: sampleLengthy(99, "{")}, read.Late},
		{"refused", rule.Sample{Failure: callback.NoConnection}, read.NoAnswer},
		{"cut off", rule.Sample{Raw: sampleLengthy(99, "{")}, read.BadFraming},
		{"too long", rule.Sample{Raw: sampleLengthy(len(callback.SampleResponse), callback.SampleResponse+"x")}, read.BadFraming},
		{"junk", rule.Sample{Raw: "junk"}, read.NoAnswer},
		{"101", rule.Sample{Raw: "HTTP/1.1 101 X\r\n\r\n"}, read.Not200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := judged(&tt.sample).answer.Facts; got != tt.want {
				t.Errorf("got the facts %025b, want %025b", got, tt.want)
			}
		})
	}
}
