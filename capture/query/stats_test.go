package query

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

func TestStats(t *testing.T) {
	var s Stats
	var j conformance.Judging
	add := func(x *exchange.Exchange) {
		err := j.Exchange(x)
		s.Add(x, &j.Judgement, err)
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
	if s.First.IsZero() == false || !s.Last.Equal(time.Unix(3, 0)) || s.Latency.N != 2 {
		t.Errorf("got %v to %v, %d latencies", s.First, s.Last, s.Latency.N)
	}
}

func TestLatencies(t *testing.T) {
	var l Latencies
	if l.Quantile(0.5) != 0 {
		t.Error("a quantile of nothing")
	}
	for i := 1; i <= 10_000; i++ {
		l.Add(time.Duration(i) * time.Millisecond)
	}
	for q, want := range map[float64]time.Duration{0: time.Millisecond, 0.5: 5 * time.Second, 0.9: 9 * time.Second, 0.99: 9900 * time.Millisecond, 1: 10 * time.Second} {
		if got := l.Quantile(q); math.Abs(float64(got-want)) > 0.011*float64(want) {
			t.Errorf("%v: got %v, want %v", q, got, want)
		}
	}
	l.Add(0)
	l.Add(100 * time.Hour)
	if l.Max != 100*time.Hour || l.Quantile(1) < 59*time.Minute || l.Quantile(0) > 2*time.Microsecond {
		t.Errorf("got %v to %v", l.Quantile(0), l.Quantile(1))
	}
}
