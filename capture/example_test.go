package capture_test

import (
	"bytes"
	"fmt"
	"log"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
)

// Write two exchanges, and judge them again as they are read.
func Example() {
	var file bytes.Buffer
	w := capture.NewWriter(&file)
	for i, code := range []string{"0", "38000"} {
		x := &exchange.Exchange{
			Seq:      uint64(i + 1),
			Sent:     []byte("POST / HTTP/1.1\r\n\r\n" + `{"From_Account":"alice","FriendItem":[{"To_Account":"bob"}]}`),
			Received: []byte("HTTP/1.1 200 OK\r\n\r\n" + `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"bob","ResultCode":` + code + `,"ResultInfo":""}]}`),
		}
		x.Answer.Advance(x.Received, true)
		if err := w.Append(x, callback.Member{Name: capture.ExtraLabel, Value: `"example"`}); err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	r := capture.NewReader(&file)
	var judging conformance.Judging
	for rec, err := range r.All() {
		if err != nil {
			log.Fatal(err)
		}
		if err := judging.Exchange(&rec.Exchange); err != nil {
			log.Fatal(err)
		}
		for _, v := range judging.Judgement.Verdicts {
			fmt.Println(rec.Exchange.Seq, judging.Request.From, "asks for", v.Account, v.Effect)
		}
	}
	// Output:
	// 1 alice asks for bob ALLOW
	// 2 alice asks for bob BLOCK
}
