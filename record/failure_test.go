package record

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/language"
)

func TestRefusedRequestsAreNotPassedOn(t *testing.T) {
	for _, tt := range []struct {
		sent   string
		status int
	}{
		{"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
		{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked, x\r\n\r\n", 501},
		{"POST / HTTP/2.0\r\n\r\n", 505},
		{"POST / HTTP/1.1\r\nA: " + strings.Repeat("x", 2000) + "\r\n\r\n", 431},
		{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
	} {
		var got text
		p := &Proxy{MaxHead: 1000}
		back := talk(t, start(t, p, scripted(t, &got, step{1, ""})), 1<<20, tt.sent, -1)
		if !strings.HasPrefix(back, fmt.Sprintf("HTTP/1.1 %d ", tt.status)) || got.String() != "" {
			t.Errorf("%.40q: got %q, and the backend %q, want %d and nothing", tt.sent, back, got.String(), tt.status)
		}
	}
}

func TestFailures(t *testing.T) {
	closed := listener(t, func(int, net.Conn) {})
	resets := listener(t, func(_ int, c net.Conn) {
		c.Read(make([]byte, 1000))
		c.(*net.TCPConn).SetLinger(0)
	})
	halts := listener(t, func(_ int, c net.Conn) {
		c.Read(make([]byte, 1000))
		io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
		c.(*net.TCPConn).SetLinger(0)
	})
	silent := listener(t, func(_ int, c net.Conn) { io.Copy(io.Discard, c) })
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close()
	for _, tt := range []struct {
		name, backend string
		back          string // how what comes back starts
		cause         callback.Cause
		status        int
	}{
		{"closes at once", closed, "HTTP/1.1 502 ", callback.Reset, 0},
		{"resets", resets, "HTTP/1.1 502 ", callback.Reset, 0},
		{"halts in the middle", halts, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "", 200},
		{"is silent", silent, "HTTP/1.1 504 ", callback.Late, 0},
		{"is not there", nobody.Addr().String(), "HTTP/1.1 502 ", callback.NoConnection, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := &kept{}
			back := talk(t, start(t, &Proxy{Keep: k.keep, Timeout: 300 * time.Millisecond}, tt.backend), 1<<20, plain, -1)
			x, _ := k.nth(t, 1)
			if !strings.HasPrefix(back, tt.back) || x.Failure.Cause != tt.cause || x.Answer.Status != tt.status || string(x.Sent) != plain {
				t.Errorf("got %q, recorded %+v with status %d, want %q, %q and %d", back, x.Failure, x.Answer.Status, tt.back, tt.cause, tt.status)
			}
		})
	}
}

// secondOf asks the backend twice over one connection to a proxy, the second time when it is done with the first, and
// returns the second exchange. Both must be answered.
func secondOf(t *testing.T, backend string, done <-chan struct{}) exchange.Exchange {
	t.Helper()
	k := &kept{}
	c, err := net.Dial("tcp", start(t, &Proxy{Keep: k.keep}, backend))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for range 2 {
		io.WriteString(c, plain)
		got := make([]byte, len(ok))
		if _, err := io.ReadFull(c, got); err != nil || string(got) != ok {
			t.Fatalf("got %q, %v", got, err)
		}
		<-done
	}
	x, _ := k.nth(t, 2)
	return x
}

// A backend that closes a kept connection while nobody uses it gets the next request on a new one.
func TestClosedForBeingIdle(t *testing.T) {
	closed := make(chan struct{}, 2)
	backend := listener(t, func(_ int, c net.Conn) {
		io.ReadFull(c, make([]byte, len(plain)))
		io.WriteString(c, ok)
		c.Close()
		closed <- struct{}{}
	})
	if x := secondOf(t, backend, closed); !x.Resent || x.Reused || x.Failure.Cause != "" {
		t.Errorf("got resent %v, reused %v, %+v, want it sent again on a new connection", x.Resent, x.Reused, x.Failure)
	}
}

// What a backend says while nobody asked, such as that it grew tired of waiting, is not the answer to the next request.
func TestUnaskedWordsAreNoAnswer(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("connections cannot be looked at there")
	}
	said := make(chan struct{}, 2)
	backend := listener(t, func(_ int, c net.Conn) {
		io.ReadFull(c, make([]byte, len(plain)))
		io.WriteString(c, ok)
		time.Sleep(20 * time.Millisecond) // the answer has been read by then
		io.WriteString(c, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
		said <- struct{}{}
		io.Copy(io.Discard, c)
	})
	if x := secondOf(t, backend, said); x.Resent || x.Reused || x.Failure.Cause != "" || x.Answer.Status != 200 {
		t.Errorf("got resent %v, reused %v, %+v, %d, want it sent once, on a new connection", x.Resent, x.Reused, x.Failure, x.Answer.Status)
	}
}

// A client that waits for 100 Continue gets it before it sends its body, and an answer that comes before the end of the
// request ends the matter.
func TestAnswersBeforeTheEndOfTheRequest(t *testing.T) {
	head := "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
	var got text
	for _, guard := range []Guard{{}, {OnLate: Block}} {
		address := start(t, &Proxy{Guard: guard}, scripted(t, &got, step{len(head), "HTTP/1.1 100 Continue\r\n\r\n"}, step{5, ok}, step{1, ""}))
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		c.SetDeadline(time.Now().Add(20 * time.Second))
		io.WriteString(c, head)
		interim := make([]byte, len("HTTP/1.1 100 Continue\r\n\r\n"))
		if _, err := io.ReadFull(c, interim); err != nil {
			t.Fatalf("guard %v: got %q, %v, want to be told to go on", guard, interim, err)
		}
		io.WriteString(c, "hello")
		answer := make([]byte, len(ok))
		if _, err := io.ReadFull(c, answer); err != nil || string(answer) != ok {
			t.Errorf("guard %v: got %q, %v, want the answer", guard, answer, err)
		}
		c.Close()
	}
	early := "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"
	back := talk(t, start(t, &Proxy{}, scripted(t, &got, step{10, early}, step{1 << 20, ""})), 1<<20, head, -1)
	if back != early {
		t.Errorf("got %q, want %q and the end", back, early)
	}
}

func TestClientThatLeaves(t *testing.T) {
	asked := make(chan struct{}, 1)
	backend := listener(t, func(_ int, c net.Conn) {
		c.Read(make([]byte, 1000))
		asked <- struct{}{}
		io.Copy(io.Discard, c)
	})
	k := &kept{}
	c, err := net.Dial("tcp", start(t, &Proxy{Keep: k.keep}, backend))
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(c, plain[:len(plain)-2])
	<-asked
	c.Close()
	x, extra := k.nth(t, 1)
	gone := false
	for _, m := range extra {
		gone = gone || m.Name == "client_gone"
	}
	if !gone || x.Failure.Cause != callback.Reset || string(x.Sent) != plain[:len(plain)-2] {
		t.Errorf("got %+v %v %q, want that the client left", x.Failure, extra, x.Sent)
	}
}

func TestHostOfTheTarget(t *testing.T) {
	var got text
	p := &Proxy{RewriteHost: true, Keep: new(kept).keep}
	var k kept
	p.Keep = k.keep
	backend := scripted(t, &got, step{len(plain) - len(" somewhere") + len("127.0.0.1:00000"), ok}, step{1, ""})
	talk(t, start(t, p, backend), 1<<20, plain, len(ok))
	want := strings.Replace(plain, "hOsT:  somewhere", "hOsT: "+p.Target.Host, 1)
	if x, _ := k.nth(t, 1); !strings.HasPrefix(want, got.String()) || len(got.String()) < 50 || string(x.Sent) != plain {
		t.Errorf("the backend got %q, want %q; recorded %q", got.String(), want, x.Sent)
	}
}

// The target's health is told when it changes, and only then.
func TestHealth(t *testing.T) {
	var h health
	up := &entry{x: exchange.Exchange{Answer: http1.Answer{Status: 200}}}
	down := &entry{x: exchange.Exchange{Failure: exchange.Failure{Cause: callback.NoConnection, Detail: "refused"}}}
	late := &entry{x: exchange.Exchange{Answer: http1.Answer{Status: 200}, Phases: exchange.Phases{LastByte: 3 * time.Second}}}
	failing := &entry{x: exchange.Exchange{Answer: http1.Answer{Status: 503}}}
	gone := &entry{clientGone: true, x: exchange.Exchange{Failure: exchange.Failure{Cause: callback.Reset}}}
	var got []string
	for _, e := range []*entry{up, down, up, down, down, gone, up, down, down, down, down, late, failing, failing, failing, up, up, up, up, late, late, late} {
		h.note(e, func(english string, args ...any) { got = append(got, language.T(english, args...).String()) })
	}
	want := []string{
		"target is DOWN: refused", "target is FAILING: it answers with status 503",
		"target is UP again after 0s; 8 exchanges were not answered well", "target is LATE: its answer took 3s of 2s",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Many clients at once, on kept connections: every one gets its own answers, and all are recorded.
func TestManyClients(t *testing.T) {
	backend := listener(t, func(_ int, c net.Conn) {
		buf := make([]byte, 4096)
		for {
			n, err := c.Read(buf)
			if err != nil {
				return
			}
			_, body, _ := bytes.Cut(buf[:n], []byte("\r\n\r\n"))
			fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		}
	})
	k := &kept{}
	address := start(t, &Proxy{Keep: k.keep, Observe: func(*Seen) {}}, backend)
	var all sync.WaitGroup
	const clients, each = 20, 50
	for i := range clients {
		all.Go(func() {
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			for n := range each {
				body := fmt.Sprintf("%03d-%03d", i, n)
				fmt.Fprintf(c, "POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
				want := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
				got := make([]byte, len(want))
				if _, err := io.ReadFull(c, got); err != nil || string(got) != want {
					t.Errorf("got %q, %v, want %q", got, err, want)
					return
				}
			}
		})
	}
	all.Wait()
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.all) != clients*each {
		t.Errorf("got %d records, want %d", len(k.all), clients*each)
	}
	for i := range k.all {
		if x := &k.all[i]; !bytes.Equal(x.SentBody(), x.Answer.Body) {
			t.Fatalf("recorded the answer %q to %q", x.Answer.Body, x.SentBody())
		}
	}
}
