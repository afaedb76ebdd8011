package mockserver

import (
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/mockserver/policy"
)

func TestWords(t *testing.T) {
	e := &Event{
		Seq: 7, Took: 3 * time.Second, judge: &conformance.Judge{},
		decisions: []policy.Decision{{Account: "bob", Code: 38001, Rule: "too-fast"}, {Account: "a b"}},
		Injected:  []Injection{{Fault: "latency=3s 1 in 10"}},
		head:      "POST / HTTP/1.1\r\n\r\n",
		body:      `{"From_Account":"alice","FriendItem":[{"To_Account":"bob"},{"To_Account":"a b"}]}`,
		answer:    answer{status: 200, body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"bob","ResultCode":38001,"ResultInfo":"x"}]}`},
	}
	for filter, want := range map[string]bool{
		"": true, "from:alice": true, "from:bob": false, "from:al*": true, "from:*ice": true, "from:*l*c*": true, "from:*x*": false, "from:a*b": false,
		"to:bob": true, `to:"a b"`: true, "to:alice": false, "-to:alice": true, "from:alice to:bob": true, "from:alice to:carl": false,
		"effect:allow": true, "effect:block": false, "said:block": true, "said:nothing": true, "cause:late": true, "cause:said": false,
		"rule:too-fast": true, "rule:LAT": true, "rule:rit-001": true, "rule:STS": false, "fault:latency": true, "fault:reset": false,
		"status:200": true, "status:0": false, "refused:no": true, "refused:yes": false, "seq:7": true, "alice": true, "carl": false,
		`"a b"`: true, `-"a b"`: false, `"To_Account":"bob"`: false,
	} {
		terms, err := ParseWords(filter)
		if err != nil {
			t.Errorf("%s: %v", filter, err)
			continue
		}
		if got := matches(e, terms); got != want {
			t.Errorf("%s: got %v, want %v", filter, got, want)
		}
	}
	for filter, want := range map[string]string{
		"form:x": `did you mean "from"?`, `"open`: "a quote is not closed", "effect:deny": "wanted allow or block", "cause:slow": "wanted one of said,", "status:ok": "wanted a number",
	} {
		if _, err := ParseWords(filter); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", filter, err, want)
		}
	}
}

func FuzzParseWords(f *testing.F) {
	f.Add(`from:a*b -to:"x y" effect:block text`)
	e := &Event{judge: &conformance.Judge{}}
	f.Fuzz(func(t *testing.T, filter string) {
		if terms, err := ParseWords(filter); err == nil {
			matches(e, terms)
		}
	})
}
