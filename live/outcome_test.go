package live

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// eventOf is an event of a request about bob and eve, of whom eve was denied.
func eventOf(answer string, took time.Duration) *Event {
	body := string(callback.Encoding{}.Append(nil, &callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, FromAccount: "a", Items: []callback.Item{{ToAccount: "bob"}, {ToAccount: "eve"}},
	}))
	x := &exchange.Exchange{
		Sent: []byte("POST / HTTP/1.1\r\nHost: h\r\n\r\n" + body), Received: []byte(answer), Phases: exchange.Phases{LastByte: took},
	}
	if answer == "" {
		x.Failure.Cause = callback.Reset
	}
	x.Answer.Advance(x.Received, true)
	return New(Config{}).EventOf(x, []callback.Member{{Name: "trace", Value: `[{"account":"bob","code":0},{"account":"eve","code":38001}]`}})
}

// What Chat does is counted where it is not what was decided, and nowhere else.
func TestOutcome(t *testing.T) {
	answer := func(status int, body string) string {
		return fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", status, len(body), body)
	}
	saying := func(bob, eve int64) string {
		return string((&callback.Response{
			ActionStatus: callback.StatusOK, ResultItem: []callback.ResultItem{{ToAccount: "bob", ResultCode: bob}, {ToAccount: "eve", ResultCode: eve}},
		}).Append(nil, callback.Wire))
	}
	for name, tt := range map[string]struct {
		answer string
		took   time.Duration
		want   outcome
	}{
		"as decided":          {answer: answer(200, saying(0, 38001))},
		"status":              {answer: answer(503, saying(0, 38001)), want: outcome{failOpen: 2, leaks: 1}},
		"late":                {answer: answer(200, saying(0, 38001)), took: 3 * time.Second, want: outcome{failOpen: 2, leaks: 1}},
		"no answer":           {want: outcome{failOpen: 2, leaks: 1}},
		"the wrong way round": {answer: answer(200, saying(38001, 0)), want: outcome{leaks: 1, shutOut: 1}},
		"out of range":        {answer: answer(200, saying(1, 2)), want: outcome{shutOut: 1}},
		"one is missing":      {answer: answer(200, string(callback.Allow("bob").Append(nil, callback.Wire))), want: outcome{failOpen: 1, leaks: 1}},
	} {
		e := eventOf(tt.answer, tt.took)
		if got := e.outcome(); got != tt.want {
			t.Errorf("%s: got %+v, want %+v: %+v", name, got, tt.want, e.Judgement().Verdicts)
		}
		r := newRing(4, 1<<20)
		r.add(e, e)
		r.add(e, e)
		want := tt.want
		want.add(tt.want)
		if r.metrics.outcome != want {
			t.Errorf("%s: got %+v in all, want %+v", name, r.metrics.outcome, want)
		}
	}
}
