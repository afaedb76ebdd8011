package scenarios

import (
	"context"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// An exchange that the interruption cut says nothing about the receiver: nobody waited for its answer.
func TestInterruptedFirstRequestIsNotJudged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		run := inBubble(t, ctx, nil, func(s *Suite) {
			dial := s.Client.Dial
			s.Client.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				time.AfterFunc(time.Second, cancel)
				<-ctx.Done()
				return dial(ctx, network, address)
			}
		})
		judged := run.Counts.Cases - run.Counts.Status[Skip]
		if !run.Interrupted || run.Exit != exitInterrupted || run.Cause != "" || judged != 0 || run.Counts.Exchanges != 0 {
			t.Errorf("got exit %d, cause %q, %d cases judged, %d requests; want an interrupted run that says nothing", run.Exit, run.Cause, judged,
				run.Counts.Exchanges)
		}
	})
}

func TestOneCauseNeedsTheWholeRun(t *testing.T) {
	broken := func() *Suite {
		s := new(Suite)
		s.first = defective()
		return s
	}
	for _, test := range []struct {
		name string
		run  *Run
		want bool
	}{
		{"whole", &Run{}, true},
		{"interrupted", &Run{Interrupted: true}, false},
	} {
		if got := broken().cause(test.run); (got != "") != test.want {
			t.Errorf("%s: got the cause %q, want one: %v", test.name, got, test.want)
		}
	}
}

// defective is a reply that no rule accepts: an answer that is no JSON.
func defective() *reply {
	r := &reply{x: new(callback.Exchange)}
	r.x.Received = []byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")
	r.x.Answer.Advance(r.x.Received, true)
	new(conformance.Judge).Judge(r.x, &r.asked, &r.judgement)
	return r
}
