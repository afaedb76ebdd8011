package mockserver

import (
	"net/http"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// What Chat does is counted where it is not what was decided, and nowhere else.
func TestOutcome(t *testing.T) {
	body := string(callback.Encoding{}.Append(nil, &callback.Request{
		CallbackCommand: callback.Command, FromAccount: "a", FriendItem: []callback.FriendItem{{ToAccount: "bob"}, {ToAccount: "eve"}},
	}))
	saying := func(bob, eve int64) string {
		return string((&callback.Response{
			ActionStatus: callback.StatusOK, ResultItem: []callback.ResultItem{{ToAccount: "bob", ResultCode: bob}, {ToAccount: "eve", ResultCode: eve}},
		}).Append(nil, callback.Wire))
	}
	faulty := []Injection{{Fault: "x"}}
	for name, tt := range map[string]struct {
		answer   answer
		took     time.Duration
		injected []Injection
		want     outcome
	}{
		"as decided":            {answer: answer{status: 200, body: saying(0, 38001)}},
		"a fault that does not": {answer: answer{status: 200, body: saying(0, 38001)}, injected: faulty},
		"status":                {answer: answer{status: 503, body: saying(0, 38001)}, want: outcome{failOpen: 2, leaks: 1}},
		"late":                  {answer: answer{status: 200, body: saying(0, 38001)}, took: 3 * time.Second, want: outcome{failOpen: 2, leaks: 1}},
		"no answer":             {injected: faulty, want: outcome{failOpen: 2, leaks: 1}},
		"the wrong way round":   {answer: answer{status: 200, body: saying(38001, 0)}, injected: faulty, want: outcome{leaks: 1, shutOut: 1}},
		"out of range":          {answer: answer{status: 200, body: saying(1, 2)}, injected: faulty, want: outcome{shutOut: 1}},
		"one is missing":        {answer: answer{status: 200, body: string(callback.Allow("bob").Append(nil, callback.Wire))}, injected: faulty, want: outcome{failOpen: 1, leaks: 1}},
	} {
		e := &Event{
			head: "POST / HTTP/1.1\r\nHost: h\r\n\r\n", body: body, accounts: 2, answer: tt.answer, Took: tt.took, Injected: tt.injected,
			judge: &conformance.Judge{}, decisions: []policy.Decision{{Account: "bob"}, {Account: "eve", Code: 38001}},
		}
		if tt.answer.status == 0 {
			e.answer.end = endReset
		}
		if got := e.outcome(); got != tt.want {
			t.Errorf("%s: got %+v, want %+v: %+v", name, got, tt.want, e.Judgement().Verdicts)
		}
		if plain := tt.answer.status == http.StatusOK && tt.took == 0 && tt.injected == nil; e.plain() != plain {
			t.Errorf("%s: got plain %v, want %v", name, e.plain(), plain)
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
