package record

import (
	"bytes"
	"context"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

const (
	ok    = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
	plain = "POST /hook HTTP/1.1\r\nhOsT:  somewhere\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 5\r\n\r\nhello"
)

// listener serves connections on loopback until the test ends.
func listener(t testing.TB, serve func(n int, c net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	var open []net.Conn
	all.Go(func() {
		for n := 0; ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, c)
			mu.Unlock()
			all.Go(func() {
				defer c.Close()
				serve(n, c)
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		for _, c := range open {
			c.Close()
		}
		mu.Unlock()
		all.Wait()
	})
	return l.Addr().String()
}

// kept is what a proxy has written down.
type kept struct {
	mu   sync.Mutex
	all  []exchange.Exchange
	more [][]callback.Member
}

func (k *kept) keep(x *exchange.Exchange, extra []callback.Member) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	c := *x
	c.Sent, c.Received = bytes.Clone(x.Sent), bytes.Clone(x.Received)
	c.Answer = http1.Answer{NoBody: x.Answer.NoBody}
	if len(c.Received) > 0 {
		c.Answer.Advance(c.Received, true)
	}
	k.all = append(k.all, c)
	k.more = append(k.more, slices.Clone(extra))
	return nil
}

// last waits for record n, from 1: answers that the end of a connection completes are written down before that end.
func (k *kept) nth(t testing.TB, n int) (exchange.Exchange, []callback.Member) {
	t.Helper()
	for wait := time.Millisecond; ; wait *= 2 {
		k.mu.Lock()
		if len(k.all) >= n {
			defer k.mu.Unlock()
			return k.all[n-1], k.more[n-1]
		}
		k.mu.Unlock()
		if wait > 4*time.Second {
			t.Fatalf("got no record %d", n)
		}
		time.Sleep(wait)
	}
}

// start runs a proxy before the address, or target, and returns its own.
func start(t testing.TB, p *Proxy, backend string) string {
	t.Helper()
	if !strings.Contains(backend, ":/") {
		backend = "http://" + backend + "/"
	}
	to, err := delivery.ParseTarget(backend)
	if err != nil {
		t.Fatal(err)
	}
	p.Target = to
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serve(t, p, l)
	return l.Addr().String()
}

// serve runs a proxy until the test ends.
func serve(t testing.TB, p *Proxy, l net.Listener) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: got %v, want nil", err)
		}
	})
}

// step is what a scripted backend does: it reads so many bytes and then answers.
type step struct {
	read   int
	answer string
}

// text is bytes that several goroutines write.
type text struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (g *text) Write(b []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.b.Write(b)
}

func (g *text) String() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.b.String()
}

// scripted is a backend that takes these steps on each connection, and closes it.
func scripted(t testing.TB, got *text, steps ...step) string {
	return listener(t, func(_ int, c net.Conn) {
		for _, s := range steps {
			buf := make([]byte, s.read)
			n, err := io.ReadFull(c, buf)
			got.Write(buf[:n])
			if err != nil {
				return
			}
			if _, err := io.WriteString(c, s.answer); err != nil {
				return
			}
		}
	})
}

// talk writes in pieces and reads everything up to the end of the connection, or so many bytes.
func talk(t *testing.T, address string, piece int, sent string, want int) string {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	go func() {
		for b := []byte(sent); len(b) > 0; {
			n := min(piece, len(b))
			if _, err := c.Write(b[:n]); err != nil {
				return
			}
			b = b[n:]
		}
	}()
	if want < 0 {
		all, _ := io.ReadAll(c)
		return string(all)
	}
	buf := make([]byte, want)
	n, _ := io.ReadFull(c, buf)
	return string(buf[:n])
}
