package mockserver_test

import (
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// What shows only between requests at once.
func TestFaultsBetweenRequestsAtOnce(t *testing.T) {
	for id, want := range map[string]func(a, b outcome) bool{
		"":              func(a, b outcome) bool { return a.status == 200 && b.status == 200 && a.body != b.body },
		"one-at-a-time": func(a, b outcome) bool { return a.status+b.status == 200+503 },
		"cross-talk":    func(a, b outcome) bool { return a.status == 200 && a.body == b.body },
	} {
		synctest.Test(t, func(t *testing.T) {
			h := strictServer(t, id)
			var a, b outcome
			var both sync.WaitGroup
			both.Go(func() { a = sample().friends(1).send(h) })
			both.Go(func() { b = sample().friends(2).send(h) })
			both.Wait()
			if !want(a, b) {
				t.Errorf("%q: got %+v and %+v", id, a, b)
			}
		})
	}
}

func dial(t *testing.T, addr string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// read waits for an answer; it is complete or there is none.
func read(conn net.Conn, wait time.Duration) *exchange.Exchange {
	x := &exchange.Exchange{Start: time.Now()}
	receive(conn, x, wait)
	return x
}

// A body that does not come keeps a receiver that reads one at a time from answering others.
func TestOneReader(t *testing.T) {
	server := faulty(t, "one-reader")
	addr := server.Listener.Addr().String()
	raw := request(signedQuery(), callback.PrevFriendAdd.Sample)
	slow, other := dial(t, addr), dial(t, addr)
	io.WriteString(slow, raw[:len(raw)-10])
	time.Sleep(30 * time.Millisecond) // for the other not to come first; if it does, the test proves less and does not fail
	io.WriteString(other, raw)
	blocked := read(other, 50*time.Millisecond)
	slow.Close()
	x := blocked
	if blocked.Answer.Status == 0 {
		x = read(other, 10*time.Second)
	}
	if x.Answer.Status != 200 {
		t.Errorf("got %d, want 200 once the slow client is gone", x.Answer.Status)
	}
}

// A body that takes long has a valid answer, but not from a receiver that is impatient.
func TestImpatient(t *testing.T) {
	for script, want := range map[string]int{"": 200, "impatient": 500} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			conn := dial(t, faulty(t, script).Listener.Addr().String())
			raw := request(signedQuery(), callback.PrevFriendAdd.Sample)
			io.WriteString(conn, raw[:len(raw)-10])
			time.Sleep(600 * time.Millisecond)
			io.WriteString(conn, raw[len(raw)-10:])
			if x := read(conn, 10*time.Second); x.Answer.Status != want {
				t.Errorf("%q: got %d, want %d", script, x.Answer.Status, want)
			}
		})
	}
}

// Of two requests in one segment a right receiver answers both.
func TestPipelined(t *testing.T) {
	for script, want := range map[string]int{"": 2, "drops-pipelined": 1} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			conn := dial(t, faulty(t, script).Listener.Addr().String())
			io.WriteString(conn, strings.Repeat(request(signedQuery(), callback.PrevFriendAdd.Sample), 2))
			conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
			got, _ := io.ReadAll(conn)
			if n := strings.Count(string(got), "HTTP/1.1 200 OK"); n != want {
				t.Errorf("%q: got %d answers, want %d", script, n, want)
			}
		})
	}
}

// A client that leaves frees the handler that holds its answer back, and so does closing the server.
func TestNobodyHangsForever(t *testing.T) {
	for _, script := range []string{"hang=5m", "latency=5m", "dribble=5m", "ignores-close, drops-pipelined", "real-slow-moderation=5m"} {
		for _, how := range []string{"the client leaves", "the server is closed"} {
			t.Run(script+"/"+how, func(t *testing.T) {
				before := runtime.NumGoroutine()
				parsed, err := fault.Parse(script, fault.Files{})
				if err != nil {
					t.Fatal(err)
				}
				s := newServer(t, mockserver.Config{Faults: parsed})
				listening := serve(t, s)
				conns := make([]net.Conn, 10)
				for i := range conns {
					conns[i] = dial(t, listening.Listener.Addr().String())
					io.WriteString(conns[i], request(signedQuery(), callback.PrevFriendAdd.Sample))
				}
				waitFor(t, "the handlers", func() bool { return s.Seen() == uint64(len(conns)) })
				if how == "the client leaves" {
					for _, c := range conns {
						c.Close()
					}
				} else {
					s.Close()
				}
				listening.Close() // waits for the handlers
				for _, c := range conns {
					c.Close()
				}
				waitFor(t, "the goroutines", func() bool { return runtime.NumGoroutine() <= before })
			})
		}
	}
}

// waitFor waits for something that must come soon.
func waitFor(t *testing.T, what string, there func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !there(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not there after 10 s", what)
		}
	}
}
