package mockserver_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
)

const (
	appID = "1400000000"
	token = "xxxxyyyy"
)

// signedQuery is a legal query, signed now.
func signedQuery() callback.Query {
	return callback.PrevFriendAdd.Query(appID, "203.0.113.7", "Android").Signed(token, time.Now().Unix())
}

// request is a raw request with this query and body.
func request(q callback.Query, body string) string {
	return "POST /hook?" + string(q.Append(nil)) + " HTTP/1.1\r\nHost: receiver\r\nContent-Type: application/json\r\nContent-Length: " +
		strconv.Itoa(len(body)) + "\r\n\r\n" + body
}

// serve puts a server on a loopback port.
func serve(t testing.TB, s *mockserver.Server) *httptest.Server {
	t.Helper()
	listening := httptest.NewServer(s)
	t.Cleanup(func() {
		s.Close()
		listening.Close()
	})
	return listening
}

// faulty serves a receiver with this fault script.
func faulty(t testing.TB, script string) *httptest.Server {
	t.Helper()
	parsed, err := fault.Parse(script, fault.Files{})
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, newServer(t, mockserver.Config{AppID: appID, Token: token, Strict: true, Faults: parsed}))
}

// exchange sends raw bytes and reads until the answer is complete, the connection ends, or the wait is over.
func sendRaw(t testing.TB, server *httptest.Server, raw string, deadline, wait time.Duration) *exchange.Exchange {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	x := &exchange.Exchange{Start: time.Now(), Sent: []byte(raw), Deadline: deadline}
	x.Answer.NoBody = strings.HasPrefix(raw, http.MethodHead+" ")
	if _, err := io.WriteString(conn, raw); err != nil {
		t.Fatal(err)
	}
	receive(conn, x, wait)
	return x
}

func receive(conn net.Conn, x *exchange.Exchange, wait time.Duration) {
	conn.SetReadDeadline(time.Now().Add(wait))
	piece := make([]byte, 4096)
	for {
		n, err := conn.Read(piece)
		x.Received = append(x.Received, piece[:n]...)
		x.Phases.LastByte = time.Since(x.Start)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			x.Answer.Advance(x.Received, false)
			x.Failure = exchange.Failure{Cause: callback.Late}
			return
		case err != nil:
			x.Answer.Advance(x.Received, true)
			if len(x.Received) == 0 {
				x.Failure = exchange.Failure{Cause: callback.Reset, Detail: "closed"}
			}
			if len(x.Received) == 0 && x.Phases.LastByte > x.Limit() {
				x.Failure = exchange.Failure{Cause: callback.Late, Detail: "closed after the deadline"}
			} else if errors.Is(err, syscall.ECONNRESET) {
				x.Failure = exchange.Failure{Cause: callback.Reset, Detail: "reset"}
			}
			return
		}
		if x.Answer.Advance(x.Received, false) {
			// What follows the answer belongs to it as well: junk behind the promised end.
			conn.SetReadDeadline(time.Now().Add(2 * time.Millisecond))
			n, _ := conn.Read(piece)
			x.Received = append(x.Received, piece[:n]...)
			x.Answer.Advance(x.Received, false)
			return
		}
	}
}
