package stats

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

func TestStats(t *testing.T) {
	var s Counts
	var j conformance.Judging
	add := func(x *exchange.Exchange) {
		err := j.Exchange(x)
		s.Add(x, &j, err)
	}
	answered := func(seq uint64, code int64) *exchange.Exchange {
		answer := callback.Allow("bob")
		answer.ResultItem[0].ResultCode = code
		body := answer.Append(nil, callback.Wire)
		x := &exchange.Exchange{Seq: seq, Start: time.Unix(int64(seq), 0), Phases: exchange.Phases{LastByte: time.Millisecond}}
		x.Sent = []byte(`POST / HTTP/1.1` + "\r\n\r\n" + `{"CallbackCommand":"Sns.CallbackPrevFriendAdd","From_Account":"alice","FriendItem":[{"To_Account":"bob"}]}`)
		x.Received = fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		x.Answer.Advance(x.Received, true)
		return x
	}
	add(answered(3, 0))
	add(answered(1, 38000))
	silent := answered(2, 0)
	silent.Received, silent.Answer, silent.Failure.Cause = nil, http1.Answer{}, callback.Late
	add(silent)
	add(&exchange.Exchange{Sent: []byte("x")})
	if s.Exchanges != 4 || s.Accounts != 3 || s.Allowed != 2 || s.Blocked != 1 || s.FailOpen != 1 || s.Unread != 1 {
		t.Errorf("got %+v", s)
	}
	if s.Causes[callback.Said] != 2 || s.Causes[callback.Late] != 1 || s.Statuses[200] != 2 || s.Statuses[0] != 1 || s.Unknown != 1 || s.Rules["LAT-001"] != 1 {
		t.Errorf("got %v, %v, %v", s.Causes, s.Statuses, s.Rules)
	}
	if s.First.IsZero() == false || !s.Last.Equal(time.Unix(3, 0)) || s.Latency.N() != 2 {
		t.Errorf("got %v to %v, %d latencies", s.First, s.Last, s.Latency.N())
	}
}
