package delivery

import (
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chatcb/chatcb/exchange"
)

// counted counts the connections that serve gets.
func counted(n *atomic.Int64, serve func(int, net.Conn)) func(int, net.Conn) {
	return func(i int, c net.Conn) {
		n.Add(1)
		serve(i, c)
	}
}

func TestConnectionIsKept(t *testing.T) {
	var opened atomic.Int64
	client := loopback(t, counted(&opened, answering(okAnswer)))
	x := &exchange.Exchange{Seq: 7}
	for i := range 20 {
		if err := client.Do(t.Context(), request(client, strconv.Itoa(i)), x); err != nil {
			t.Fatal(err)
		}
		if x.Failure.Cause != "" || x.Answer.Status != 200 || x.Reused != (i > 0) || x.Resent || x.Seq != 7 || string(x.SentBody()) != strconv.Itoa(i) {
			t.Fatalf("exchange %d: got %+v", i, x)
		}
	}
	if got := opened.Load(); got != 1 {
		t.Errorf("got %d connections, want 1", got)
	}
}

func TestConnectionIsNotKept(t *testing.T) {
	tests := []struct {
		name   string
		answer string
	}{
		{"the answer says so", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"},
		{"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"},
		{"bytes too many", okAnswer + "x"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			var opened atomic.Int64
			client := loopback(t, counted(&opened, answering(c.answer)))
			for range 3 {
				if x := do(t, client, request(client, "{}")); x.Reused || x.Failure.Cause != "" {
					t.Errorf("got reused %v, failure %+v, want a new connection", x.Reused, x.Failure)
				}
			}
			if got := opened.Load(); got != 3 {
				t.Errorf("got %d connections, want 3", got)
			}
		})
	}
}

func TestManyExchangesAtATime(t *testing.T) {
	client := loopback(t, answering(okAnswer))
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			x := &exchange.Exchange{}
			for range 5 {
				if err := client.Do(t.Context(), request(client, "{}"), x); err != nil || x.Answer.Status != 200 {
					t.Errorf("got %v %+v, want an answer", err, x.Failure)
				}
			}
		})
	}
	all.Wait()
	client.mu.Lock()
	defer client.mu.Unlock()
	if len(client.idle) > 20 {
		t.Errorf("got %d idle connections, want at most as many as there were exchanges at a time", len(client.idle))
	}
}

func TestCloseIdle(t *testing.T) {
	gone := make(chan bool, 1)
	client := loopback(t, func(_ int, c net.Conn) {
		answering(okAnswer)(0, c)
		gone <- true
	})
	do(t, client, request(client, "{}"))
	client.CloseIdle()
	<-gone
	if x := do(t, client, request(client, "{}")); x.Reused || x.Failure.Cause != "" {
		t.Errorf("got reused %v, failure %+v, want a new connection", x.Reused, x.Failure)
	}
}

// An exchange on a kept connection allocates nothing, with a context that can be cancelled too.
func TestExchangeAllocates(t *testing.T) {
	tests := []struct{ name, answer string }{
		{"length", okAnswer},
		{"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			client := loopback(t, func(_ int, conn net.Conn) { // as answering does, but without allocations
				buf, answer := make([]byte, 4096), []byte(c.answer)
				for {
					if _, err := conn.Read(buf); err != nil {
						return
					}
					if _, err := conn.Write(answer); err != nil {
						return
					}
				}
			})
			msg, x, ctx := request(client, "{}"), &exchange.Exchange{}, t.Context()
			got := testing.AllocsPerRun(200, func() {
				if err := client.Do(ctx, msg, x); err != nil || x.Answer.Status != 200 {
					t.Fatalf("got %v %+v", err, x.Failure)
				}
			})
			if got != 0 {
				t.Errorf("got %v allocations per exchange, want 0", got)
			}
		})
	}
}

func BenchmarkExchange(b *testing.B) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		buf, answer := make([]byte, 4096), []byte(okAnswer)
		for {
			if _, err := c.Read(buf); err != nil {
				return
			}
			_, _ = c.Write(answer)
		}
	}()
	target, err := ParseTarget(l.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	client := &Client{Target: target}
	defer client.CloseIdle()
	msg, x := request(client, "{}"), &exchange.Exchange{}
	b.ReportAllocs()
	for b.Loop() {
		if err := client.Do(b.Context(), msg, x); err != nil || x.Answer.Status != 200 {
			b.Fatal(err, x.Failure)
		}
	}
}
