package simulate

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

// pipeReceiver is a receiver at the other end of net.Pipe, so that it lives in the clock of a synctest bubble.
type pipeReceiver struct {
	answer func(q *callback.Request, r *http.Request) string // the body; "" hangs up
	mu     sync.Mutex
	seen   []string // request targets and bodies, if keep is set
	keep   bool
	open   int
	most   int // connections open at a time
}

// client returns a client whose connections end at the receiver. Close it before the bubble ends.
func (p *pipeReceiver) client(t *testing.T) *delivery.Client {
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

func (p *pipeReceiver) serve(c net.Conn) {
	defer c.Close()
	p.mu.Lock()
	p.open++
	p.most = max(p.most, p.open)
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
		if p.keep {
			p.mu.Lock()
			p.seen = append(p.seen, r.RequestURI+" "+string(body))
			p.mu.Unlock()
		}
		text := p.answer(q, r)
		if text == "" {
			return
		}
		if _, err := fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(text), text); err != nil {
			return
		}
	}
}

// decide is a conforming answer: code says what becomes of each account.
func decide(q *callback.Request, code func(*callback.FriendItem) int64) string {
	answer := callback.Response{ActionStatus: callback.StatusOK}
	for i := range q.FriendItem {
		f := &q.FriendItem[i]
		answer.ResultItem = append(answer.ResultItem, callback.ResultItem{ToAccount: f.ToAccount, ResultCode: code(f)})
	}
	return string(answer.Append(nil, callback.Wire))
}

func allowAll(q *callback.Request, _ *http.Request) string {
	return decide(q, func(*callback.FriendItem) int64 { return 0 })
}

// newEngine is an engine against the receiver, ready to be changed.
func newEngine(t *testing.T, w World, p *pipeReceiver, s Schedule) *Engine {
	t.Helper()
	c := p.client(t)
	return &Engine{
		Generator: mustNew(t, w), Schedule: s, Client: c, Pacing: Grouped, LoadName: "test",
		Wire: Wire{Target: c.Target, Head: c.Target.Head(), AppID: "1400000000"},
	}
}

func after(d time.Duration, f func(*callback.Request, *http.Request) string) func(*callback.Request, *http.Request) string {
	return func(q *callback.Request, r *http.Request) string {
		time.Sleep(d)
		return f(q, r)
	}
}
