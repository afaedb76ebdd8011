package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/delivery"
)

// When it is to end, a proxy closes at once what is idle and takes nothing new, and the guard answers what is under way
// before its own deadline.
func TestStopAnswersWhatIsUnderWay(t *testing.T) {
	backend := listener(t, func(_ int, c net.Conn) { io.Copy(io.Discard, c) }) // it never answers
	target, err := delivery.ParseTarget("http://" + backend + "/")
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{Target: target, Guard: Guard{OnLate: Block, OnError: Block}, Deadline: 2 * time.Second, Timeout: time.Hour}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- p.Serve(ctx, l) }()
	dial := func() net.Conn {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		_ = c.SetDeadline(time.Now().Add(20 * time.Second))
		return c
	}
	idle, busy := dial(), dial()
	if _, err := io.WriteString(busy, callbackFor(t, "a")); err != nil {
		t.Fatal(err)
	}
	for p.strain.underWay.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	stop()
	if _, err := idle.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("an idle connection: got %v, want its end", err)
	}
	answer, err := io.ReadAll(busy)
	if err != nil || !bytes.Contains(answer, []byte(`"To_Account":"a","ResultCode":38000`)) {
		t.Errorf("under way: got %q, %v, want the guard's answer and the end", answer, err)
	}
	if err := <-served; err != nil {
		t.Errorf("got %v", err)
	}
	if c, err := net.Dial("tcp", l.Addr().String()); err == nil {
		c.Close()
		t.Error("a new connection was taken")
	}
}

// When it is to end, a proxy waits for no rest of a request for long, and begins with none of those that came behind another.
func TestStopWaitsForNoHalfRequest(t *testing.T) {
	whole := callbackFor(t, "a")
	for name, sent := range map[string]string{
		"half a head":  whole[:30],
		"half a body":  whole[:len(whole)-10],
		"a chunk":      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
		"many of them": strings.Repeat(whole, 20),
	} {
		for _, guard := range []Guard{{}, {OnLate: Block, OnError: Block}} {
			t.Run(fmt.Sprint(name, " ", guard.active()), func(t *testing.T) {
				t.Parallel()
				reached := make(chan bool, 1)
				backend := listener(t, func(_ int, c net.Conn) {
					reached <- true
					io.Copy(io.Discard, c)
				})
				target, err := delivery.ParseTarget("http://" + backend + "/")
				if err != nil {
					t.Fatal(err)
				}
				l, err := net.Listen("tcp", "127.0.0.1:0")
				if err != nil {
					t.Fatal(err)
				}
				// An hour stands for ever: what ends sooner ends because it is to end.
				p := &Proxy{Target: target, Guard: guard, Deadline: time.Hour, Timeout: time.Hour, IdleTimeout: time.Hour}
				if name == "many of them" {
					p.Deadline, p.Timeout = 400*time.Millisecond, 400*time.Millisecond
				}
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				served := make(chan error, 1)
				go func() { served <- p.Serve(ctx, l) }()
				c, err := net.Dial("tcp", l.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				if _, err := io.WriteString(c, sent); err != nil {
					t.Fatal(err)
				}
				if name != "half a head" {
					<-reached
				}
				stop()
				_, _ = io.Copy(io.Discard, c)
				if err := <-served; err != nil {
					t.Error(err)
				}
				if n := p.Stats().Exchanges; n > 2 {
					t.Errorf("got %d exchanges, want no new one after the end", n)
				}
			})
		}
	}
}
