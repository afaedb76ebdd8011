package mockserver_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver"
)

// A browser is told where it is, and is no callback. Whoever asks in another way gets what it always got.
func TestVisitors(t *testing.T) {
	s := newServer(t, mockserver.Config{Visitors: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "you are at "+r.URL.Path)
	})})
	server := serve(t, s)
	const head = " HTTP/1.1\r\nHost: localhost\r\n"
	for raw, want := range map[string]string{
		"GET /hook" + head + "Accept: text/html,*/*;q=0.8\r\n\r\n":                                         "you are at /hook",
		"GET /favicon.ico" + head + "Accept: image/png\r\nSec-Fetch-Mode: no-cors\r\n\r\n":                 "you are at /favicon.ico",
		"GET /hook" + head + "Accept: */*\r\n\r\n":                                                         `"ActionStatus":"FAIL"`,
		"GET /hook?CallbackCommand=" + callback.PrevFriendAdd.Command + head + "Accept: text/html\r\n\r\n": `"ActionStatus":"FAIL"`,
		"POST /hook" + head + "Accept: text/html\r\nContent-Length: 2\r\n\r\n{}":                           `"ActionStatus":"FAIL"`,
	} {
		if x := sendRaw(t, server, raw, 5*time.Second, 5*time.Second); !strings.Contains(string(x.Answer.Body), want) {
			t.Errorf("%s: got %s, want %s", raw, x.Received, want)
		}
	}
	if c := s.Counts(); c.Exchanges != 3 {
		t.Errorf("got %d exchanges, want three: visits are none", c.Exchanges)
	}
}

// What comes behind a visit over the same connection is recorded as it came.
func TestRequestBehindAVisit(t *testing.T) {
	s := newServer(t, mockserver.Config{Visitors: http.NotFoundHandler()})
	_, addr := listening(t, s)
	const visit = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n"
	const strange = "GET / HTTP/1.1\r\nhOsT: localhost\r\nX-z: 1\r\nx-A: 2\r\nConnection: close\r\n\r\n"
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, visit+strange); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(conn); err != nil {
		t.Fatal(err)
	}
	if err := s.Follow(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if got := string(s.Events(0, 1).Events[0].Exchange().Sent); got != strange {
		t.Errorf("got %q, want %q", got, strange)
	}
}
