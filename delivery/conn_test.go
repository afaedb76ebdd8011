package delivery

import (
	"bufio"
	"context"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

func TestConnStaysOnOneSocket(t *testing.T) {
	client := loopback(t, func(_ int, c net.Conn) {
		r := bufio.NewReader(c)
		for range 2 {
			readRequest(r)
			_, _ = io.WriteString(c, okAnswer)
		}
	})
	conn, x, ctx := client.Conn(), &exchange.Exchange{}, t.Context()
	defer conn.Close()
	if err := conn.Connect(ctx, x); err != nil || x.Failure.Cause != "" || x.Phases.Connect <= 0 {
		t.Fatalf("connecting: got %v %+v", err, x.Failure)
	}
	for i := range 2 {
		if err := conn.Do(ctx, request(client, "{}"), x); err != nil || x.Answer.Status != 200 || x.Reused != (i > 0) {
			t.Fatalf("exchange %d: got %v %+v", i, err, x.Failure)
		}
	}
	if event, err := conn.Await(ctx, time.Minute); event != Closed || err != nil {
		t.Fatalf("got %q %v, want closed", event, err)
	}
	if err := conn.Do(ctx, request(client, "{}"), x); err != nil || x.Failure.Cause != callback.Reset || x.Resent {
		t.Errorf("after its end: got %v %+v, resent %v, want Reset and nothing sent again", err, x.Failure, x.Resent)
	}
	conn.Close()
	if err := conn.Do(ctx, request(client, "{}"), x); err != nil || x.Failure.Cause != callback.Reset || len(x.Sent) != 0 {
		t.Errorf("closed: got %v %+v and %d bytes sent, want Reset and nothing sent", err, x.Failure, len(x.Sent))
	}
	if event, err := conn.Await(ctx, 0); event != Closed || err != nil {
		t.Errorf("closed: got %q %v, want closed", event, err)
	}
}

func TestAwait(t *testing.T) {
	tests := []struct {
		name string
		then func(net.Conn)
		want Event
	}{
		{"quiet", func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }, Quiet},
		{"closed", func(net.Conn) {}, Closed},
		{"broke", func(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) }, Broke},
		{"spoke", func(c net.Conn) { _, _ = io.WriteString(c, "x") }, Spoke},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			then := make(chan bool)
			client := loopback(t, func(_ int, conn net.Conn) {
				readRequest(bufio.NewReader(conn))
				_, _ = io.WriteString(conn, okAnswer)
				<-then
				c.then(conn)
			})
			conn, x := client.Conn(), &exchange.Exchange{}
			defer conn.Close()
			if err := conn.Do(t.Context(), request(client, "{}"), x); err != nil || x.Answer.Status != 200 {
				t.Fatalf("got %v %+v", err, x.Failure)
			}
			close(then)
			wait := time.Minute
			if c.want == Quiet {
				wait = 20 * time.Millisecond
			}
			if got, err := conn.Await(t.Context(), wait); got != c.want || err != nil {
				t.Errorf("got %q %v, want %q", got, err, c.want)
			}
		})
	}
}

// Idle, then used again: the pause must neither cost the connection nor the time of the next exchange.
func TestAwaitThenUseAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := piped(t, asked)
		conn, x := client.Conn(), &exchange.Exchange{}
		defer conn.Close()
		for i, d := range []string{"1s", "9s", "9s"} {
			if err := conn.Do(t.Context(), request(client, d), x); err != nil || x.Answer.Status != 200 || x.Reused != (i > 0) {
				t.Errorf("exchange %d: got %v %+v, reused %v", i, err, x.Failure, x.Reused)
			}
			start := time.Now()
			if event, err := conn.Await(t.Context(), 6*time.Second); event != Quiet || err != nil || time.Since(start) != 6*time.Second {
				t.Errorf("got %q %v after %v, want quiet after 6s", event, err, time.Since(start))
			}
		}
	})
}

func TestConnContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := piped(t, asked)
		conn, x := client.Conn(), &exchange.Exchange{}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if err := conn.Do(ctx, request(client, "1s"), x); err != nil {
			t.Fatal(err)
		}
		if event, err := conn.Await(ctx, 5*time.Second); err != context.DeadlineExceeded {
			t.Errorf("got %q %v, want the context's end", event, err)
		}
		if err := conn.Do(t.Context(), request(client, "1s"), x); err != nil || x.Failure.Cause != callback.Reset {
			t.Errorf("got %v %+v, want the connection closed", err, x.Failure)
		}
	})
}

func TestConnVanish(t *testing.T) {
	got := make(chan error, 1)
	client := loopback(t, func(_ int, c net.Conn) {
		_, err := io.ReadAll(c)
		got <- err
	})
	if err := client.Conn().Do(t.Context(), &Message{Then: Vanish}, &exchange.Exchange{}); err != nil {
		t.Fatal(err)
	}
	if err := <-got; err == nil {
		t.Error("the receiver saw an orderly end, want a reset")
	}
}
