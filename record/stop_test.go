package record

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
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
