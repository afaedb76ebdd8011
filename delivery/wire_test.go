package delivery

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// reads notes what arrives in each read until the other side is done.
func reads(c net.Conn) (pieces []string, when []time.Duration, err error) {
	start, buf := time.Now(), make([]byte, 1<<16)
	for {
		n, err := c.Read(buf)
		if n > 0 {
			pieces, when = append(pieces, string(buf[:n])), append(when, time.Since(start))
		}
		if err != nil {
			return pieces, when, err
		}
	}
}

func TestSegments(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type seen struct {
			pieces []string
			when   []time.Duration
		}
		got := make(chan seen, 1)
		client := piped(t, func(c net.Conn) {
			pieces, when, _ := reads(c)
			got <- seen{pieces, when}
		})
		client.Timeout = 5 * time.Second
		m := &Message{}
		m.Put([]byte("head"))
		m.Add(200*time.Millisecond, []byte("bo"))
		m.Drip(5*time.Millisecond, []byte("dy"), 1)
		x := do(t, client, m)
		s := <-got
		want := []time.Duration{0, 200 * time.Millisecond, 205 * time.Millisecond, 210 * time.Millisecond}
		if strings.Join(s.pieces, "|") != "head|bo|d|y" || len(s.when) != 4 {
			t.Fatalf("got pieces %q, want head|bo|d|y", s.pieces)
		}
		for i := range want {
			if s.when[i] != want[i] {
				t.Errorf("piece %d: got it after %v, want %v", i, s.when[i], want[i])
			}
		}
		if string(x.Sent) != "headbody" || x.Phases.Write != 210*time.Millisecond {
			t.Errorf("got %q sent after %v, want headbody after 210ms", x.Sent, x.Phases.Write)
		}
	})
}

// An answer that comes while the request is being written counts from when it came, and ends the writing.
func TestEarlyAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := piped(t, func(c net.Conn) {
			buf := make([]byte, 100)
			_, _ = c.Read(buf)
			time.Sleep(50 * time.Millisecond)
			_, _ = io.WriteString(c, "HTTP/1.1 408 Too Slow\r\nContent-Length: 0\r\n\r\n")
			_, _ = io.Copy(io.Discard, c)
		})
		m := &Message{}
		m.Drip(100*time.Millisecond, []byte("abcdef"), 1)
		x := do(t, client, m)
		if x.Answer.Status != 408 || x.Phases.LastByte != 150*time.Millisecond || string(x.Sent) != "a" || x.Phases.Write != 0 {
			t.Errorf("got %d after %v with %q sent by %v, want 408 after 150ms with a", x.Answer.Status, x.Phases.LastByte, x.Sent, x.Phases.Write)
		}
		if len(client.idle) != 0 {
			t.Error("got the connection kept, want it closed: the request is not whole")
		}
	})
}

// After a request that was written in pieces, the connection serves on, and with its whole time.
func TestKeptAfterSegments(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := piped(t, after(time.Second, okAnswer))
		whole := request(client, "{}")
		paced := &Message{}
		paced.Drip(time.Millisecond, whole.Segments[0].Bytes, 10)
		for i, m := range []*Message{paced, whole, paced, paced} {
			if x := do(t, client, m); x.Failure.Cause != "" || x.Reused != (i > 0) || x.Resent {
				t.Errorf("exchange %d: got %+v, reused %v, want an answer on a kept connection", i, x.Failure, x.Reused)
			}
		}
	})
}

func TestExpectContinue(t *testing.T) {
	client := clientFor(t, serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
	}))
	d := client.Target.Head()
	d.Headers = []exchange.Header{{Name: "Expect", Value: "100-continue"}}
	m := &Message{}
	m.Put(d.AppendHead(nil, []byte("/"), 5))
	m.Add(20*time.Millisecond, []byte("hello"))
	x := do(t, client, m)
	if x.Answer.Interim != 1 || x.Answer.Status != 200 || string(x.Answer.Body) != "hello" {
		t.Errorf("got %d interim answers, %d, %q, want 1, 200, hello", x.Answer.Interim, x.Answer.Status, x.Answer.Body)
	}
}

func TestPipelining(t *testing.T) {
	second := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n0\r\n\r\n"
	tests := []struct {
		name    string
		answers string
		want    []string
		defects http1.Defect // of the last
		kept    bool
	}{
		{"both", okAnswer + second, []string{"{}", "[1]"}, 0, true},
		{"both and more", okAnswer + second + "x", []string{"{}", "[1]"}, http1.Extra, false},
		{"one, then a close", okAnswer, []string{"{}"}, 0, false},
		{"one that closes", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", []string{""}, 0, false},
		{"one and a half", okAnswer + second[:len(second)-4], []string{"{}", "[1]"}, http1.Short, false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			client := loopback(t, func(_ int, conn net.Conn) {
				r := bufio.NewReader(conn)
				readRequest(r)
				readRequest(r)
				_, _ = io.WriteString(conn, c.answers)
				if c.kept {
					readRequest(r)
				}
			})
			one := request(client, "{}").Segments[0].Bytes
			m := &Message{Answers: 2}
			m.Put(append(bytes.Clone(one), one...))
			x := do(t, client, m)
			got := Answers(x, 2)
			if x.Failure.Cause != "" || len(got) != len(c.want) {
				t.Fatalf("got failure %+v and %d answers, want %d", x.Failure, len(got), len(c.want))
			}
			for i := range got {
				if string(got[i].Body) != c.want[i] {
					t.Errorf("answer %d: got %q, want %q", i, got[i].Body, c.want[i])
				}
			}
			if last := got[len(got)-1]; last.Defects != c.defects {
				t.Errorf("got defects %q, want %q", last.Defects.Words(), c.defects.Words())
			}
			if kept := len(client.idle) == 1; kept != c.kept {
				t.Errorf("got kept %v, want %v", kept, c.kept)
			}
		})
	}
}

func TestPipeliningIsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := piped(t, func(c net.Conn) {
			readRequest(bufio.NewReader(c))
			_, _ = io.WriteString(c, okAnswer)
			_, _ = io.Copy(io.Discard, c)
		})
		m := request(client, "{}")
		m.Answers = 2
		x := do(t, client, m)
		if x.Failure.Cause != callback.Late || !strings.Contains(x.Failure.Detail, "not all of 2 answers") || len(Answers(x, 2)) != 1 {
			t.Errorf("got %+v and %d answers, want Late and 1", x.Failure, len(Answers(x, 2)))
		}
	})
}

func TestHalfClose(t *testing.T) {
	client := loopback(t, func(_ int, c net.Conn) {
		pieces, _, _ := reads(c)
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n"+strings.Join(pieces, ""))
	})
	m := &Message{Then: HalfClose}
	m.Put([]byte("hello"))
	if x := do(t, client, m); string(x.Answer.Body) != "hello" || x.Failure.Cause != "" {
		t.Errorf("got %q, failure %+v, want hello", x.Answer.Body, x.Failure)
	}
}

func TestVanish(t *testing.T) {
	got := make(chan error, 1)
	client := loopback(t, func(_ int, c net.Conn) {
		_, err := io.ReadAll(c)
		got <- err
	})
	m := &Message{Then: Vanish}
	m.Put(request(client, "0123456789").Segments[0].Bytes[:20])
	x := do(t, client, m)
	if x.Failure.Cause != callback.Reset || !strings.Contains(x.Failure.Detail, "on purpose after 20 bytes") || len(x.Sent) != 20 {
		t.Errorf("got %+v with %d bytes sent, want Reset on purpose after 20", x.Failure, len(x.Sent))
	}
	if err := <-got; err == nil {
		t.Error("the receiver saw an orderly end, want a reset")
	} else if op := (*net.OpError)(nil); !errors.As(err, &op) {
		t.Errorf("the receiver saw %v, want a reset", err)
	}
}

// A large body must not deadlock with a receiver that answers and closes without reading it.
func TestRefusedLargeBody(t *testing.T) {
	client := loopback(t, func(_ int, c net.Conn) {
		buf := make([]byte, 1000)
		_, _ = c.Read(buf)
		_, _ = io.WriteString(c, "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		_, _ = c.Read(make([]byte, 1)) // leave the rest unread until the client goes
	})
	x := do(t, client, request(client, strings.Repeat("x", 16<<20)))
	if x.Answer.Status != 413 || x.Failure.Cause != "" {
		t.Errorf("got %d, %+v, want 413", x.Answer.Status, x.Failure)
	}
	if len(x.Sent) == 0 || len(x.Sent) >= 16<<20 {
		t.Errorf("got %d bytes as sent, want a part", len(x.Sent))
	}
}

func TestLargeBody(t *testing.T) {
	client := clientFor(t, serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
	}))
	client.MaxBody = 8 << 20
	body := strings.Repeat("0123456789abcdef", 1<<17)
	for i := range 2 {
		x := do(t, client, request(client, body))
		if string(x.Answer.Body) != body || x.Failure.Cause != "" || x.Reused != (i > 0) {
			t.Errorf("exchange %d: got %d bytes, %+v, reused %v, want %d on a kept connection", i, len(x.Answer.Body), x.Failure, x.Reused, len(body))
		}
	}
}
