package delivery

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/http1"
)

// Whatever comes back is an exchange: its bytes, what they read as, and a cause where there was no answer.
func TestAnswersAsTheyCome(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\n"
	tests := []struct {
		name    string
		answer  string // then the connection is closed
		status  int
		body    string
		framing http1.Framing
		defects http1.Defect
		cause   callback.Cause
		detail  string
	}{
		{"length", okAnswer, 200, "{}", http1.FramingLength, 0, "", ""},
		{"chunked", ok + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n", 200, "{}", http1.FramingChunked, 0, "", ""},
		{"until close", ok + "\r\n{}", 200, "{}", http1.FramingClose, 0, "", ""},
		{"1.0", "HTTP/1.0 200 OK\r\n\r\n{}", 200, "{}", http1.FramingClose, 0, "", ""},
		{"interim", "HTTP/1.1 100 Continue\r\n\r\n" + okAnswer, 200, "{}", http1.FramingLength, 0, "", ""},
		{"redirect", "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", 302, "", http1.FramingLength, 0, "", ""},
		{"500", "HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\noh!", 500, "oh!", http1.FramingLength, 0, "", ""},
		{"too long", okAnswer + "x", 200, "{}", http1.FramingLength, http1.Extra, "", ""},
		{"too short", ok + "Content-Length: 9\r\n\r\n{}", 200, "{}", http1.FramingLength, http1.Short, "", ""},
		{"two lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 200, "", http1.FramingNone, http1.BadLength, "", ""},
		{"junk", "\x00\x01\x02", 0, "", http1.FramingNone, http1.BadStatusLine, "", ""},
		{"huge body", ok + "Content-Length: 999\r\n\r\n" + strings.Repeat("x", 999), 200, strings.Repeat("x", 500), http1.FramingLength, http1.BodyTooLarge, "", ""},
		{"huge head", ok + "X: " + strings.Repeat("x", 2000), 0, "", http1.FramingNone, http1.HeadTooLarge, "", ""},
		{"nothing", "", 0, "", http1.FramingNone, http1.Short, callback.Reset, "without a byte of an answer"},
		{"half a head", "HTTP/1.1 20", 0, "", http1.FramingNone, http1.Short, callback.Reset, "with 11 bytes of an unfinished header block"},
		{"interim only", "HTTP/1.1 100 Continue\r\n\r\n", 0, "", http1.FramingNone, http1.Short, callback.Reset, "with interim answers only"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			client := loopback(t, func(_ int, conn net.Conn) {
				readRequest(bufio.NewReader(conn))
				_, _ = io.WriteString(conn, c.answer)
			})
			client.MaxHead, client.MaxBody = 1000, 500
			msg := request(client, "[]")
			x := do(t, client, msg)
			a := &x.Answer
			if a.Status != c.status || string(a.Body) != c.body || a.Framing != c.framing || a.Defects != c.defects {
				t.Errorf("got %d %q %v %q, want %d %q %v %q",
					a.Status, a.Body, a.Framing, a.Defects.Words(), c.status, c.body, c.framing, c.defects.Words())
			}
			if x.Failure.Cause != c.cause || !strings.Contains(x.Failure.Detail, c.detail) {
				t.Errorf("got failure %+v, want %q with %q", x.Failure, c.cause, c.detail)
			}
			if string(x.Sent) != string(msg.Segments[0].Bytes) {
				t.Errorf("got %q as sent, want %q", x.Sent, msg.Segments[0].Bytes)
			}
			if !strings.HasPrefix(c.answer, string(x.Received)) || len(x.Received) < len(c.answer) && len(x.Received) < 1000 {
				t.Errorf("got %d bytes received, want the %d as they were sent, or up to the limit", len(x.Received), len(c.answer))
			}
		})
	}
}

func TestPhases(t *testing.T) {
	client := loopback(t, answering(okAnswer))
	x := do(t, client, request(client, "{}"))
	p := x.Phases
	if p.DNS != 0 || p.TLS != 0 || p.Connect <= 0 || p.Write < p.Connect || p.FirstByte < p.Write || p.LastByte < p.FirstByte {
		t.Errorf("new connection: got %+v, want connect, write, first and last byte in this order, no DNS, no TLS", p)
	}
	p = do(t, client, request(client, "{}")).Phases
	if p.DNS != 0 || p.TLS != 0 || p.Connect != 0 || p.Write <= 0 || p.FirstByte < p.Write || p.LastByte < p.FirstByte {
		t.Errorf("kept connection: got %+v, want write, first and last byte in this order and nothing else", p)
	}
	if x.Target != client.Target.String() || x.Limit() != callback.Deadline || x.Start.IsZero() {
		t.Errorf("got target %q, limit %v, start %v, want %q, %v, a time", x.Target, x.Limit(), x.Start, client.Target, callback.Deadline)
	}
}

func TestHead(t *testing.T) {
	client := loopback(t, answering("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"))
	d := client.Target.Head()
	d.Method = "HEAD"
	m := &Message{NoBody: true}
	m.Put(d.Append(nil, []byte("/"), nil))
	for i := range 2 {
		x := do(t, client, m)
		if x.Answer.Status != 200 || x.Answer.Defects != 0 || x.Failure.Cause != "" || x.Reused != (i == 1) {
			t.Errorf("exchange %d: got %d %q %+v reused %v, want a clean answer without body", i, x.Answer.Status, x.Answer.Defects.Words(), x.Failure, x.Reused)
		}
	}
}

// A body that only the end of the connection delimits is not whole when the connection breaks.
func TestResetInBody(t *testing.T) {
	client := loopback(t, func(_ int, conn net.Conn) {
		readRequest(bufio.NewReader(conn))
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n{}")
		conn.(*net.TCPConn).SetLinger(0)
	})
	x := do(t, client, request(client, "{}"))
	if x.Failure.Cause == callback.Reset && len(x.Received) == 0 {
		t.Skip("the system threw the bytes away with the connection")
	}
	if x.Answer.Status != 200 || x.Answer.Defects&http1.Short == 0 {
		t.Errorf("got %d with defects %q, want 200 and Short", x.Answer.Status, x.Answer.Defects.Words())
	}
}

func TestResetBeforeAnswer(t *testing.T) {
	client := loopback(t, func(_ int, conn net.Conn) {
		readRequest(bufio.NewReader(conn))
		conn.(*net.TCPConn).SetLinger(0)
	})
	x := do(t, client, request(client, "{}"))
	if x.Failure.Cause != callback.Reset || !strings.Contains(x.Failure.Detail, "the receiver reset the connection after") {
		t.Errorf("got failure %+v, want Reset", x.Failure)
	}
}
