package conformance

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
)

// TestFacts wants exactly the facts that stand out in an answer: one too few loses findings, one too many costs the
// time that a conforming answer must not cost.
func TestFacts(t *testing.T) {
	for _, tt := range []struct {
		name   string
		sample Sample
		want   fact
	}{
		{"conforming", Sample{}, 0},
		{"compact and escaped", Sample{Body: strings.Replace(allowing("id1", "id2"), "OK", `\u004fK`, 1)}, 0},
		{"forty accounts", Sample{Asks: asks(numbered(40)...), Body: allowing(numbered(40)...)}, 0},
		{"asked twice, answered once", Sample{Asks: asks("a", "a"), Body: allowing("a")}, 0},
		{"identity", Sample{Head: "Content-Type: application/json\r\nContent-Encoding: identity\r\n"}, 0},
		{"an empty encoding", Sample{Head: "Content-Type: application/json\r\nContent-Encoding:\r\n"}, 0},
		{"denied", Sample{Body: deciding("0", "38000")}, denied | texts},
		{"denied without a text", Sample{Body: edited(`"ResultCode": 0`, `"ResultCode": 1`)}, denied},
		{"a text of one byte", Sample{Body: edited(`"ErrorInfo": ""`, `"ErrorInfo": "x"`)}, texts},
		{"failed", Sample{Body: failing("38000")}, notOK | failed | denied | texts},
		{"failed and allowed", Sample{Body: edited(`"ErrorCode": 0`, `"ErrorCode": 1`)}, failed},
		{"FAIL", Sample{Body: edited("OK", "FAIL")}, notOK},
		{"null", Sample{Body: edited(`"OK"`, "null")}, mistyped},
		{"null for a text", Sample{Body: edited(`"ErrorInfo": ""`, `"ErrorInfo": null`)}, mistyped},
		{"an object for a text", Sample{Body: edited(`"ErrorInfo": ""`, `"ErrorInfo": {}`)}, mistyped},
		{"a fraction", Sample{Body: edited(`"ErrorCode": 0`, `"ErrorCode": 0.5`)}, mistyped},
		{"0.0", Sample{Body: edited(`"ErrorCode": 0`, `"ErrorCode": 0.0`)}, speltOdd},
		{"an element", Sample{Body: body(`"OK"`, "0", `""`, entry(`"id1"`, "0", `""`), "7")}, mistyped | unmatched},
		{"missing", Sample{Body: edited(`"ErrorInfo": "",`, "")}, missing},
		{"missing in an item", Sample{Body: edited(`,"ResultInfo": ""`, "")}, missing},
		{"misspelt", Sample{Body: edited("ErrorInfo", "errorInfo")}, missing | unknown},
		{"unknown", Sample{Body: edited(`"ErrorInfo"`, `"x":0,"ErrorInfo"`)}, unknown},
		{"twice", Sample{Body: edited(`"ErrorInfo"`, `"ErrorInfo":"","ErrorInfo"`)}, duplicate},
		{"reordered", Sample{Body: allowing("id2", "id1")}, unmatched},
		{"one too few", Sample{Body: allowing("id1")}, unmatched},
		{"one too many", Sample{Body: allowing("id1", "id2", "id3")}, unmatched},
		{"byte order mark", Sample{Body: "\ufeff" + callback.SampleResponse}, byteOrder},
		{"GBK", Sample{Body: edited(`"ErrorInfo": ""`, "\"ErrorInfo\": \"\xba\xc3\"")}, badUTF8 | texts},
		{"half a pair", Sample{Body: edited(`"ErrorInfo": ""`, `"ErrorInfo": "\ud83d"`)}, halfPair | texts},
		{"something behind it", Sample{Body: callback.SampleResponse + "x"}, trailing},
		{"not JSON", Sample{Body: "\ufeff{\"ActionStatus\":\"\xba\",\"x\":\"\\ud83d\""}, notJSON | oddBody},
		{"not JSON at its end", Sample{Body: failing("38000") + "," + "\"", Asks: asks("a")}, notOK | failed | denied | texts | unmatched | trailing},
		{"not JSON, of no type", Sample{Body: "<", Head: "Server: x\r\n"}, notJSON | oddBody},
		{"empty", Sample{Empty: true}, notJSON},
		{"an array", Sample{Body: "[]"}, notObject},
		{"a charset", Sample{Head: "Content-Type: application/json; charset=utf-8\r\n"}, oddType},
		{"no type", Sample{Head: "Server: x\r\n"}, oddType},
		{"gzip", Sample{Head: "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", Body: "\x1f\x8b"}, encoded},
		{"a secret", Sample{Secrets: []string{"ActionStatus"}}, secretBack},
		{"500", Sample{Status: 500, Head: "Content-Encoding: gzip\r\n"}, not200 | oddBody},
		{"500 without a body", Sample{Status: 500, Empty: true}, not200},
		{"late", Sample{Took: callback.Deadline + 1}, late},
		{"never", Sample{Failure: callback.Late}, late},
		{"stalled", Sample{Failure: callback.Late, Raw: lengthy(99, "{")}, late},
		{"refused", Sample{Failure: callback.NoConnection}, noAnswer},
		{"cut off", Sample{Raw: lengthy(99, "{")}, badFraming},
		{"too long", Sample{Raw: lengthy(len(callback.SampleResponse), callback.SampleResponse+"x")}, badFraming},
		{"junk", Sample{Raw: "junk"}, noAnswer},
		{"101", Sample{Raw: "HTTP/1.1 101 X\r\n\r\n"}, not200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := judged(&tt.sample).answer.facts; got != tt.want {
				t.Errorf("got the facts %025b, want %025b", got, tt.want)
			}
		})
	}
}
