package scenarios

import (
	"context"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
)

// An exchange that the interruption cut says nothing about the receiver: nobody waited for its answer.
func TestInterruptedFirstRequestIsNotJudged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		run := inBubble(t, ctx, sketch(), func(s *Suite) {
			dial := s.Client.Dial
			s.Client.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				time.AfterFunc(time.Second, cancel)
				<-ctx.Done()
				return dial(ctx, network, address)
			}
		})
		judged := run.Counts.Cases - run.Counts.Status[result.Skip]
		if !run.Interrupted || run.Exit != outcome.Interrupted || run.Cause != "" || judged != 0 || run.Counts.Exchanges != 0 {
			t.Errorf("got exit %d, cause %q, %d cases judged, %d requests; want an interrupted run that says nothing", run.Exit, run.Cause, judged,
				run.Counts.Exchanges)
		}
	})
}

// What is under way when the run is interrupted may finish, but not for ever; nothing else is begun.
func TestInterruptedExchangesFinish(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		takes time.Duration // the connecting, in whose middle the interruption comes
		sends int
		want  result.Status // "" if the case has none
		ends  time.Duration
	}{
		{"the only exchange", 2 * time.Second, 1, result.Pass, 2 * time.Second},
		{"one of two", 2 * time.Second, 2, "", 2 * time.Second},
		{"a long one", 9 * time.Second, 1, "", time.Second + callback.Deadline + lastWait},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				sent := 0
				var began time.Time
				sc := &Scenario{ID: "own", Depth: Quick, Variants: OneCase(func(t *CaseRun) {
					began = time.Now()
					time.AfterFunc(time.Second, cancel)
					for range test.sends {
						if r := t.SendFresh(result.Probe, "probe", t.Sample()); r.Status() == 200 {
							sent++
						}
					}
				})}
				run := inBubble(t, ctx, []*Scenario{sc}, func(s *Suite) {
					dial := s.Client.Dial
					s.Client.Deadline, s.Client.Timeout = callback.Deadline, time.Minute
					s.Client.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
						if began.IsZero() { // before the case
							return dial(ctx, network, address)
						}
						if !pause(ctx, test.takes) {
							return nil, ctx.Err()
						}
						return dial(ctx, network, address)
					}
				})
				got := result.Status("")
				if len(run.Cases) == 1 {
					got = run.Cases[0].Status
				}
				if took := time.Since(began); got != test.want || !run.Interrupted || run.Exit != outcome.Interrupted || sent > 1 || took != test.ends {
					t.Errorf("got %q, exit %d, %d answers, the end after %v; want %q, 130, at most 1 and %v", got, run.Exit, sent, took, test.want, test.ends)
				}
			})
		})
	}
}

func TestOneCauseNeedsTheWholeRun(t *testing.T) {
	t.Parallel()
	broken := func() *Suite {
		s := new(Suite)
		s.first = defective()
		return s
	}
	for _, test := range []struct {
		name string
		run  *result.Run
		want bool
	}{
		{"whole", &result.Run{}, true},
		{"interrupted", &result.Run{Interrupted: true}, false},
	} {
		if got := broken().cause(test.run); (got != nil) != test.want {
			t.Errorf("%s: got the cause %q, want one: %v", test.name, got, test.want)
		}
	}
}

// defective is a reply that no rule accepts: an answer that is no JSON.
func defective() *Reply {
	r := &Reply{Exchange: new(exchange.Exchange)}
	r.Exchange.Received = []byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")
	r.Exchange.Answer.Advance(r.Exchange.Received, true)
	new(conformance.Judge).Judge(r.Exchange, &r.parsed, &r.Judgement)
	return r
}
