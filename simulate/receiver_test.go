package simulate_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
)

// piped is a receiver at the other end of net.Pipe, so that it lives in the clock of a synctest bubble.
type piped struct {
	Answer func(q *callback.Request, r *http.Request) string // the body; "" hangs up
	mu     sync.Mutex
	Seen   []string // request targets and bodies, if Keep is set
	Keep   bool
	open   int
	Most   int // connections open at a time
}

// Client returns a client whose connections end at the receiver. Close it before the bubble ends.
func (p *piped) Client(t testing.TB) *delivery.Client {
	t.Helper()
	target, err := delivery.ParseTarget("http://receiver.test/hook")
	if err != nil {
		t.Fatal(err)
	}
	c := &delivery.Client{Target: target, Dial: func(context.Context, string, string) (net.Conn, error) {
		mine, theirs := net.Pipe()
		go p.serve(theirs)
		return mine, nil
	}}
	t.Cleanup(c.CloseIdle)
	return c
}

func (p *piped) serve(c net.Conn) {
	defer c.Close()
	p.mu.Lock()
	p.open++
	p.Most = max(p.Most, p.open)
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.open--
		p.mu.Unlock()
	}()
	in := bufio.NewReader(c)
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		q, err := callback.DecodeRequest(body)
		if err != nil {
			return
		}
		if p.Keep {
			p.mu.Lock()
			p.Seen = append(p.Seen, r.RequestURI+" "+string(body))
			p.mu.Unlock()
		}
		text := p.Answer(q, r)
		if text == "" {
			return
		}
		const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
		if _, err := fmt.Fprintf(c, head+"%s", len(text), text); err != nil {
			return
		}
	}
}

// decide is a conforming answer: code says what becomes of each account.
func decide(q *callback.Request, code func(*callback.Item) int64) string {
	answer := callback.Response{ActionStatus: callback.StatusOK}
	for i := range q.Items {
		f := &q.Items[i]
		answer.ResultItem = append(answer.ResultItem, callback.ResultItem{ToAccount: f.ToAccount, ResultCode: code(f)})
	}
	return string(answer.Append(nil, callback.Wire))
}

// allowAll allows everybody.
func allowAll(q *callback.Request, _ *http.Request) string {
	return decide(q, func(*callback.Item) int64 { return 0 })
}

// answerAfter answers as f does, but so much later.
func answerAfter(d time.Duration, f func(*callback.Request, *http.Request) string) func(*callback.Request, *http.Request) string {
	return func(q *callback.Request, r *http.Request) string {
		time.Sleep(d)
		return f(q, r)
	}
}
