package record

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/http1"
)

// apart sends a request in two pieces, as many clients do: the header block, and after a while the body. It returns all
// that comes back.
func apart(t *testing.T, address, sent string, after time.Duration) string {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	head := strings.Index(sent, "\r\n\r\n") + len("\r\n\r\n")
	io.WriteString(c, sent[:head])
	time.AfterFunc(after, func() { io.WriteString(c, sent[head:]) })
	var a http1.Answer
	var raw []byte
	for buf := make([]byte, 4096); ; {
		n, err := c.Read(buf)
		if raw = append(raw, buf[:n]...); a.Advance(raw, err != nil) || err != nil {
			return string(raw)
		}
	}
}

// What the guard decides does not depend on how the request was cut: a backend may fail before the accounts are known.
func TestGuardHearsTheRequestOut(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close()
	head := func(c net.Conn) {
		for b, all := make([]byte, 1), ""; !strings.HasSuffix(all, "\r\n\r\n"); all += string(b) {
			if _, err := c.Read(b); err != nil {
				return
			}
		}
	}
	for name, backend := range map[string]string{
		"not there": nobody.Addr().String(),
		"refuses by the header block": listener(t, func(_ int, c net.Conn) {
			head(c)
			io.WriteString(c, "HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		}),
		"closes after the header block": listener(t, func(_ int, c net.Conn) { head(c) }),
		"closes at once":                listener(t, func(_ int, c net.Conn) {}),
	} {
		t.Run(name, func(t *testing.T) {
			k := &kept{}
			sent := callbackFor(t, "a", "b")
			got := apart(t, start(t, &Proxy{Keep: k.keep, Guard: Guard{OnLate: Block, OnError: Block}}, backend), sent, 50*time.Millisecond)
			if !strings.HasPrefix(got, "HTTP/1.1 200 OK\r\n") || strings.Count(got, "38000") != 2 {
				t.Errorf("got %q, want two denials of the guard", got)
			}
			if x, _ := k.nth(t, 1); string(x.Sent) != sent {
				t.Errorf("recorded %q, want the whole request", x.Sent)
			}
		})
	}
}

// A client that waits to be told to go on is told so by the guard, where the backend is not there to do it; and its
// connection goes on behind it.
func TestGuardHasTheClientGoOn(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close()
	c, err := net.Dial("tcp", start(t, &Proxy{Guard: Guard{OnError: Block}}, nobody.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	sent := strings.Replace(callbackFor(t, "a"), "Host:", "Expect: 100-continue\r\nHost:", 1)
	head, body, _ := strings.Cut(sent, "\r\n\r\n")
	for range 2 {
		io.WriteString(c, head+"\r\n\r\n")
		want := "HTTP/1.1 100 Continue\r\n\r\n"
		got := make([]byte, len(want))
		if _, err := io.ReadFull(c, got); err != nil || string(got) != want {
			t.Fatalf("got %q, %v, want %q", got, err, want)
		}
		io.WriteString(c, body)
		var a http1.Answer
		var raw []byte
		for buf := make([]byte, 4096); !a.Advance(raw, false); {
			n, err := c.Read(buf)
			if raw = append(raw, buf[:n]...); err != nil {
				t.Fatalf("got %q, %v", raw, err)
			}
		}
		if a.Status != 200 || !strings.Contains(string(a.Body), "38000") {
			t.Errorf("got %q, want a denial", raw)
		}
	}
}

// Requests that are no callbacks have the time that they have without a guard.
func TestGuardLeavesSlowTrafficAlone(t *testing.T) {
	backend := listener(t, func(_ int, c net.Conn) {
		c.Read(make([]byte, 1000))
		time.Sleep(300 * time.Millisecond)
		io.WriteString(c, ok)
	})
	p := &Proxy{Guard: Guard{OnLate: Block, OnError: Block}, Deadline: 200 * time.Millisecond}
	if got := talk(t, start(t, p, backend), 1<<20, "GET /slow HTTP/1.1\r\nHost: h\r\n\r\n", len(ok)); got != ok {
		t.Errorf("got %q, want %q", got, ok)
	}
}

// An answer that comes before the end of the request goes back at once and in full, although the backend reads no more of
// it and the client is still sending.
func TestEarlyAnswer(t *testing.T) {
	const answer = "HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nmuch"
	closed := make(chan struct{})
	defer close(closed)
	backend := listener(t, func(_ int, c net.Conn) {
		c.Read(make([]byte, 10))
		time.Sleep(300 * time.Millisecond) // until nothing more goes into the connection
		io.WriteString(c, answer)
		<-closed
	})
	c, err := net.Dial("tcp", start(t, &Proxy{}, backend))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	begun := time.Now()
	go func() {
		io.WriteString(c, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n")
		for piece := strings.Repeat("x", 1<<20); ; {
			if _, err := io.WriteString(c, piece); err != nil {
				return
			}
		}
	}()
	time.Sleep(600 * time.Millisecond) // a client that looks for an answer later than it could
	got, _ := io.ReadAll(c)
	if string(got) != answer || time.Since(begun) > 3*time.Second {
		t.Errorf("after %v got %q, want %q at once", time.Since(begun), got, answer)
	}
}

// The end comes at once also when there is no place for another connection.
func TestStopWithoutRoom(t *testing.T) {
	var got text
	to, err := delivery.ParseTarget("http://" + scripted(t, &got, step{len(plain), ok}, step{1, ""}) + "/")
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	p := &Proxy{MaxConnections: 1, Target: to}
	go func() { done <- p.Serve(ctx, l) }()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, plain)
	if _, err := io.ReadFull(c, make([]byte, len(ok))); err != nil {
		t.Fatal(err)
	}
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("got %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("an idle connection holds the proxy")
	}
}

// A request that comes in pieces, too, gets a new connection where the backend has closed the kept one.
func TestClosedForBeingIdleInPieces(t *testing.T) {
	large := "POST / HTTP/1.1\r\nContent-Length: 300000\r\n\r\n" + strings.Repeat("x", 300000)
	for _, sent := range []string{plain, large} {
		var got text
		closed := make(chan struct{}, 2)
		backend := listener(t, func(_ int, c net.Conn) {
			all := make([]byte, len(sent))
			io.ReadFull(c, all)
			got.Write(all)
			io.WriteString(c, ok)
			c.Close()
			closed <- struct{}{}
		})
		k := &kept{}
		c, err := net.Dial("tcp", start(t, &Proxy{Keep: k.keep}, backend))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(20 * time.Second))
		head := strings.Index(sent, "\r\n\r\n") + len("\r\n\r\n")
		for range 3 {
			io.WriteString(c, sent[:head])
			time.Sleep(10 * time.Millisecond)
			io.WriteString(c, sent[head:head+2])
			time.Sleep(10 * time.Millisecond)
			io.WriteString(c, sent[head+2:])
			answer := make([]byte, len(ok))
			if _, err := io.ReadFull(c, answer); err != nil || string(answer) != ok {
				t.Fatalf("got %q, %v", answer, err)
			}
			<-closed
		}
		if x, _ := k.nth(t, 3); !x.Resent || x.Reused || x.Failure.Cause != "" || string(x.Sent) != sent {
			t.Errorf("got resent %v, reused %v, %+v, %d bytes, want it sent again on a new connection", x.Resent, x.Reused, x.Failure, len(x.Sent))
		}
		if got.String() != strings.Repeat(sent, 3) {
			t.Errorf("the backend got %d bytes, want three times %d", len(got.String()), len(sent))
		}
	}
}
