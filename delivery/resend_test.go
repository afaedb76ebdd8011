package delivery

import (
	"bufio"
	"io"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// A receiver that closes idle connections is noticed before the request is sent, so nothing is sent twice.
func TestIdleConnectionClosed(t *testing.T) {
	closed := make(chan bool)
	client := loopback(t, func(_ int, c net.Conn) {
		readRequest(bufio.NewReader(c))
		_, _ = io.WriteString(c, okAnswer)
		c.Close()
		closed <- true
	})
	for range 3 {
		x := do(t, client, request(client, "{}"))
		if x.Failure.Cause != "" || x.Reused || x.Resent {
			t.Errorf("got failure %+v, reused %v, resent %v, want a new connection and nothing sent twice", x.Failure, x.Reused, x.Resent)
		}
		<-closed
		time.Sleep(2 * restTime)
	}
}

// What arrives on an idle connection is the tail of an answer that was longer than it said, and not the next answer.
func TestStrayBytesOnIdleConnection(t *testing.T) {
	stray := make(chan bool)
	client := loopback(t, func(_ int, c net.Conn) {
		r := bufio.NewReader(c)
		for readRequest(r) {
			_, _ = io.WriteString(c, okAnswer)
			<-stray
			_, _ = io.WriteString(c, "HTTP/1.1 500 Stray\r\nContent-Length: 0\r\n\r\n")
			stray <- true
		}
	})
	for range 3 {
		x := do(t, client, request(client, "{}"))
		if x.Answer.Status != 200 || x.Reused {
			t.Errorf("got %d, reused %v, want 200 on a new connection", x.Answer.Status, x.Reused)
		}
		stray <- true
		<-stray
		time.Sleep(2 * restTime)
	}
}

// A kept connection that ends without a byte of an answer says nothing about the request: it goes again, and that is on
// record.
func TestResent(t *testing.T) {
	client := loopback(t, func(n int, c net.Conn) {
		r := bufio.NewReader(c)
		readRequest(r)
		_, _ = io.WriteString(c, okAnswer)
		if readRequest(r) && n > 0 {
			_, _ = io.WriteString(c, okAnswer)
			readRequest(r)
		}
	})
	do(t, client, request(client, "1"))
	x := do(t, client, request(client, "2"))
	if !x.Resent || x.Reused || x.Failure.Cause != "" || string(x.SentBody()) != "2" || x.Phases.Connect <= 0 {
		t.Errorf("got resent %v, reused %v, failure %+v, sent %q, want it sent once more on a new connection", x.Resent, x.Reused, x.Failure, x.SentBody())
	}
	if x = do(t, client, request(client, "3")); x.Resent || !x.Reused {
		t.Errorf("got resent %v, reused %v, want the new connection kept", x.Resent, x.Reused)
	}
}

// A new connection that ends is not tried again, nor one on which a part of an answer came.
func TestNotResent(t *testing.T) {
	var requests atomic.Int64
	client := loopback(t, func(_ int, c net.Conn) {
		r := bufio.NewReader(c)
		readRequest(r)
		if requests.Add(1); requests.Load() == 1 {
			return
		}
		_, _ = io.WriteString(c, okAnswer)
		readRequest(r)
		requests.Add(1)
		_, _ = io.WriteString(c, "H")
	})
	if x := do(t, client, request(client, "{}")); x.Failure.Cause != callback.Reset || x.Resent {
		t.Errorf("new connection: got %+v, resent %v, want Reset", x.Failure, x.Resent)
	}
	do(t, client, request(client, "{}"))
	if x := do(t, client, request(client, "{}")); x.Failure.Cause != callback.Reset || x.Resent || !x.Reused {
		t.Errorf("part of an answer: got %+v, resent %v, reused %v, want Reset on the kept connection", x.Failure, x.Resent, x.Reused)
	}
	if got := requests.Load(); got != 3 {
		t.Errorf("the receiver saw %d requests, want 3", got)
	}
}

// The deadline of an exchange long past must not make its connection look closed.
func TestKeptBeyondTheTimeout(t *testing.T) {
	client := loopback(t, answering(okAnswer))
	client.Timeout = 100 * time.Millisecond
	first := do(t, client, request(client, "{}"))
	time.Sleep(150 * time.Millisecond)
	second := do(t, client, request(client, "{}"))
	if first.Failure.Cause != "" || second.Failure.Cause != "" || !second.Reused || second.Resent {
		t.Errorf("got %+v and %+v, reused %v, resent %v, want answers on one connection", first.Failure, second.Failure, second.Reused, second.Resent)
	}
}
