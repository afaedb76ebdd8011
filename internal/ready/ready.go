// Package ready finds out whether a server answers yet.
package ready

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// Probe is what is asked.
type Probe struct {
	Target *delivery.Target
	Right  func(status int) bool // which status is the right one; nil takes any answer
}

// Every is how often a server that does not answer is asked again.
const Every = 50 * time.Millisecond

// patience is how long one question waits for its answer.
const patience = 2 * time.Second

// Unanswered is why there was no answer.
type Unanswered struct{ exchange.Failure }

func (u *Unanswered) Error() string { return u.Detail }

// Once asks once. Any answer in HTTP will do, unless Right says otherwise: the question is a HEAD of the path, which
// decides about nobody. The certificate is not looked at: a server that has a wrong one is ready to show it.
func (p *Probe) Once(ctx context.Context) error {
	client := delivery.Client{Target: p.Target, Fresh: true, Timeout: patience, TLS: delivery.TLS{Insecure: true}}
	question := exchange.Head{Method: http.MethodHead, Host: p.Target.Host, Without: []string{"Content-Type", "Content-Length"}}
	message := delivery.Message{NoBody: true}
	message.Put(question.AppendHead(nil, []byte(p.Target.Path), 0))
	var x exchange.Exchange
	switch err := client.Do(ctx, &message, &x); {
	case err != nil:
		return err
	case x.Answer.Status == 0:
		return &Unanswered{x.Failure}
	case p.Right != nil && !p.Right(x.Answer.Status):
		return fmt.Errorf("it answers with status %d", x.Answer.Status)
	}
	return nil
}

// ErrEnded says that the program that was to answer has ended.
var ErrEnded = errors.New("it has ended")

// Wait asks until there is an answer, at most for the time given. It gives up as soon as ended is closed, which may be nil.
func (p *Probe) Wait(ctx context.Context, atMost time.Duration, ended <-chan struct{}) error {
	end := time.Now().Add(atMost)
	ctx, cancel := context.WithDeadline(ctx, end)
	defer cancel()
	var last error
	for {
		err := p.Once(ctx)
		if err == nil {
			return nil
		}
		if time.Now().Before(end) || last == nil { // else it was cut short
			last = err
		}
		select {
		case <-ended:
			return ErrEnded
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return fmt.Errorf("nobody answered within %s: %w", atMost, last)
			}
			return context.Cause(ctx)
		case <-time.After(Every):
		}
	}
}
