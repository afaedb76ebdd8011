package delivery

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// piped returns a client whose every connection is one end of a pipe, so that time can be a bubble's.
func piped(t *testing.T, serve func(net.Conn)) *Client {
	t.Helper()
	var served sync.WaitGroup
	t.Cleanup(served.Wait)
	client := clientFor(t, "http://receiver/")
	client.Dial = func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		served.Go(func() {
			defer theirs.Close()
			serve(theirs)
		})
		return ours, nil
	}
	return client
}

// after answers in pieces, each after so much time since the request or the piece before.
func after(pieces ...any) func(net.Conn) {
	return func(c net.Conn) {
		r := bufio.NewReader(c)
		for readRequest(r) {
			for i := 0; i < len(pieces); i += 2 {
				time.Sleep(pieces[i].(time.Duration))
				if _, err := io.WriteString(c, pieces[i+1].(string)); err != nil {
					return
				}
			}
		}
	}
}

func TestTwoClocks(t *testing.T) {
	const ms = time.Millisecond
	half := len(okAnswer) - 1
	tests := []struct {
		name        string
		serve       func(net.Conn)
		hangUp      bool
		cause       callback.Cause
		status      int
		late        bool
		first, last time.Duration
		detail      string
	}{
		{"in time", after(1999*ms, okAnswer), false, "", 200, false, 1999 * ms, 1999 * ms, ""},
		{"late but right", after(2001*ms, okAnswer), false, "", 200, true, 2001 * ms, 2001 * ms, ""},
		{"the last byte counts", after(1000*ms, okAnswer[:half], 1500*ms, okAnswer[half:]), false, "", 200, true, 1000 * ms, 2500 * ms, ""},
		{"dead", after(time.Hour, ""), false, callback.Late, 0, true, 0, 5000 * ms, "listened for 5s: without a byte"},
		{"dead in the body", after(100*ms, okAnswer[:half], time.Hour, ""), false, callback.Late, 200, true, 100 * ms, 5000 * ms, "header block (status 200) and 1 bytes"},
		{"dead in the head", after(100*ms, "HTTP/1.1", time.Hour, ""), false, callback.Late, 0, true, 100 * ms, 5000 * ms, "unfinished header block"},
		{"hang up", after(2500*ms, okAnswer), true, callback.Late, 0, true, 0, 2000 * ms, "listened for 2s: without a byte"},
		{"in time for hanging up", after(1500*ms, okAnswer), true, "", 200, false, 1500 * ms, 1500 * ms, ""},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := piped(t, c.serve)
				client.Timeout, client.HangUp = 5*time.Second, c.hangUp
				x := do(t, client, request(client, "{}"))
				if x.Failure.Cause != c.cause || !strings.Contains(x.Failure.Detail, c.detail) || x.Answer.Status != c.status {
					t.Errorf("got failure %+v and status %d, want %q with %q and %d", x.Failure, x.Answer.Status, c.cause, c.detail, c.status)
				}
				if x.Late() != c.late || x.Phases.FirstByte != c.first || x.Phases.LastByte != c.last {
					t.Errorf("got late %v, first byte %v, last %v, want %v, %v, %v", x.Late(), x.Phases.FirstByte, x.Phases.LastByte, c.late, c.first, c.last)
				}
			})
		})
	}
}

// asked answers after the time that the body of each request says.
func asked(c net.Conn) {
	r := bufio.NewReader(c)
	for {
		req, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		body, _ := io.ReadAll(req.Body)
		if d, err := time.ParseDuration(string(body)); err == nil {
			time.Sleep(d)
		}
		if _, err := io.WriteString(c, okAnswer); err != nil {
			return
		}
	}
}

// Deadlines are set lazily: on a kept connection each exchange must get its whole time all the same, and no more.
func TestClockOfEveryExchange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := piped(t, asked)
		client.Deadline, client.Timeout = 500*time.Millisecond, time.Second
		for i, d := range []string{"900ms", "900ms", "900ms", "999ms"} {
			if x := do(t, client, request(client, d)); x.Failure.Cause != "" || x.Reused != (i > 0) {
				t.Errorf("exchange %d: got %+v, reused %v, want an answer on a kept connection", i, x.Failure, x.Reused)
			}
		}
		m := request(client, "1001ms")
		if x := do(t, client, m); x.Failure.Cause != callback.Late || x.Phases.LastByte != time.Second || !x.Reused {
			t.Errorf("got %+v after %v, want Late after 1s on the kept connection", x.Failure, x.Phases.LastByte)
		}
		m.Timeout = 2 * time.Second
		if x := do(t, client, m); x.Failure.Cause != "" || x.Phases.LastByte != 1001*time.Millisecond {
			t.Errorf("with a longer timeout: got %+v after %v, want an answer after 1.001s", x.Failure, x.Phases.LastByte)
		}
	})
}

func TestContextEnds(t *testing.T) {
	reason := errors.New("the user wants to go home")
	synctest.Test(t, func(t *testing.T) {
		client := piped(t, after(time.Second, okAnswer))
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(1500*time.Millisecond, func() { cancel(reason) })
		x := &exchange.Exchange{}
		if err := client.Do(ctx, request(client, "{}"), x); err != nil || x.Answer.Status != 200 {
			t.Fatalf("first: got %v %+v, want an answer", err, x.Failure)
		}
		start := time.Now()
		if err := client.Do(ctx, request(client, "{}"), x); err != reason || x.Failure.Cause != "" {
			t.Errorf("during an exchange: got %v %+v, want the reason and no failure", err, x.Failure)
		}
		if got := time.Since(start); got != 500*time.Millisecond {
			t.Errorf("got away after %v, want 500ms", got)
		}
		if err := client.Do(ctx, request(client, "{}"), x); err != reason {
			t.Errorf("before an exchange: got %v, want the reason", err)
		}
		if err := client.Do(t.Context(), request(client, "{}"), x); err != nil || x.Answer.Status != 200 {
			t.Errorf("under another context: got %v %+v, want an answer", err, x.Failure)
		}
	})
}

// A context that ends after its exchange, as one with a deferred cancel does, must not cost the connection.
func TestContextEndsAfterwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := piped(t, after(time.Second, okAnswer))
		for i := range 3 {
			ctx, cancel := context.WithCancel(t.Context())
			x := &exchange.Exchange{}
			err := client.Do(ctx, request(client, "{}"), x)
			cancel()
			synctest.Wait()
			if err != nil || x.Reused != (i > 0) || x.Resent {
				t.Errorf("exchange %d: got %v, reused %v, resent %v, want a kept connection", i, err, x.Reused, x.Resent)
			}
		}
	})
}

func TestContextEndsWhileConnecting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := clientFor(t, "http://receiver/")
		client.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		x := &exchange.Exchange{}
		if err := client.Do(ctx, request(client, "{}"), x); err != context.DeadlineExceeded || x.Failure.Cause != "" {
			t.Errorf("got %v %+v, want the context's end and no failure", err, x.Failure)
		}
		if err := client.Conn().Connect(ctx, x); err != context.DeadlineExceeded || x.Failure.Cause != "" {
			t.Errorf("Conn: got %v %+v, want the context's end and no failure", err, x.Failure)
		}
	})
}

func TestConnectTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := clientFor(t, "http://receiver/")
		client.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		x := do(t, client, request(client, "{}"))
		if x.Failure.Cause != callback.NoConnection || x.Failure.Detail != "no connection to receiver:80 within 10s" || x.Phases.LastByte != DefaultTimeout {
			t.Errorf("got %+v after %v, want NoConnection after the default timeout", x.Failure, x.Phases.LastByte)
		}
	})
}

func TestIdleTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closed := 0
		client := piped(t, func(c net.Conn) {
			after(time.Second, okAnswer)(c)
			closed++
		})
		var x [2]exchange.Exchange
		done := make(chan error)
		for i := range x {
			go func() { done <- client.Do(t.Context(), request(client, "{}"), &x[i]) }()
		}
		if err := errors.Join(<-done, <-done); err != nil {
			t.Fatal(err)
		}
		for range 100 { // only the connection used last is used on
			do(t, client, request(client, "{}"))
		}
		synctest.Wait()
		if closed != 1 {
			t.Errorf("got %d connections closed, want the one unused for 90s", closed)
		}
	})
}
