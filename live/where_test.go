package live

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

func TestWords(t *testing.T) {
	const answer = `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"bob","ResultCode":38001,"ResultInfo":"x"}]}`
	x := &exchange.Exchange{
		Seq: 7, Phases: exchange.Phases{LastByte: 3 * time.Second},
		Sent: []byte("POST / HTTP/1.1\r\n\r\n" +
			`{"From_Account":"alice","FriendItem":[{"To_Account":"bob"},{"To_Account":"a b"}]}`),
		Received: fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(answer), answer),
	}
	x.Answer.Advance(x.Received, true)
	e := New(Config{}).EventOf(x, []callback.Member{
		{Name: "trace", Value: `[{"account":"bob","code":38001,"rule":"too-fast"},{"account":"a b","code":0}]`},
		{Name: "fault", Value: `"latency=3s 1 in 10"`},
	})
	for filter, want := range map[string]bool{
		"": true, "from:alice": true, "from:bob": false, "from:al*": true, "from:*ice": true, "from:*l*c*": true, "from:*x*": false, "from:a*b": false,
		"to:bob": true, `to:"a b"`: true, "to:alice": false, "-to:alice": true, "from:alice to:bob": true, "from:alice to:carl": false,
		"effect:allow": true, "effect:block": false, "said:block": true, "said:nothing": true, "cause:late": true, "cause:said": false,
		"rule:too-fast": true, "rule:LAT": true, "rule:rit-001": true, "rule:STS": false, "fault:latency": true, "fault:reset": false,
		"status:200": true, "status:0": false, "refused:no": true, "refused:yes": false, "seq:7": true, "alice": true, "carl": false,
		`"a b"`: true, `-"a b"`: false, `"To_Account":"bob"`: false,
	} {
		terms, err := ParseTerms(filter)
		if err != nil {
			t.Errorf("%s: %v", filter, err)
			continue
		}
		if got := terms.hold(e); got != want {
			t.Errorf("%s: got %v, want %v", filter, got, want)
		}
	}
	for filter, want := range map[string]string{
		"form:x": `did you mean "from"?`, `"open`: "a quote is not closed", "effect:deny": "wanted allow or block", "cause:slow": "cause: wanted said,", "status:ok": "wanted a number",
	} {
		if _, err := ParseTerms(filter); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", filter, err, want)
		}
	}
}

func FuzzParseTerms(f *testing.F) {
	f.Add(`from:a*b -to:"x y" effect:block text`)
	e := New(Config{}).EventOf(&exchange.Exchange{}, nil)
	f.Fuzz(func(t *testing.T, filter string) {
		if terms, err := ParseTerms(filter); err == nil {
			terms.hold(e)
		}
	})
}
