package mockserver

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
)

func laneRequestText(head, body string) string {
	return "POST /hook?a=b HTTP/1.1\r\nHost: h:1\r\n" + head + fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body)
}

func TestReadLane(t *testing.T) {
	whole := laneRequestText("Content-Type: application/json\r\n", callback.PrevFriendAdd.Sample)
	for _, tt := range []struct {
		name, text string
		want       laneVerdict
	}{
		{"nothing yet", "", laneMore},
		{"whole", whole, laneTake},
		{"two", whole + whole, laneTake},
		{"blanks around values", laneRequestText("X-A: \t b \t\r\n", "{}"), laneTake},
		{"keep-alive", laneRequestText("Connection: Keep-Alive\r\n", "{}"), laneTake},
		{"empty body", laneRequestText("", ""), laneTake},
		{"another method", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", lanePass},
		{"lower case", "post / HTTP/1.1\r\n", lanePass},
		{"HTTP/1.0", "POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 0\r\n\r\n", lanePass},
		{"no protocol", "POST /\r\n", lanePass},
		{"no blank after the path", "POST /HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", lanePass},
		{"whole URL", "POST http://a/ HTTP/1.1\r\n", lanePass},
		{"two blanks", "POST /  HTTP/1.1\r\n", lanePass},
		{"escape in the path", "POST /%41 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", lanePass},
		{"escape in the query", "POST /?%41 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", laneTake},
		{"line feed only", "POST / HTTP/1.1\nHost: a\n\n", lanePass},
		{"no host", "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", lanePass},
		{"two hosts", laneRequestText("Host: b\r\n", "{}"), lanePass},
		{"odd host", "POST / HTTP/1.1\r\nHost: a/b\r\nContent-Length: 0\r\n\r\n", lanePass},
		{"no length", "POST / HTTP/1.1\r\nHost: a\r\n\r\n", lanePass},
		{"two lengths", laneRequestText("Content-Length: 2\r\n", "{}"), lanePass},
		{"length with a sign", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx", lanePass},
		{"long body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n", lanePass},
		{"chunked", "POST / HTTP/1.1\r\nHost: a\r\ntransfer-ENCODING: chunked\r\n\r\n", lanePass},
		{"chunked with a length", laneRequestText("transfer-ENCODING: chunked\r\n", "{}"), laneRefuse},
		{"expect", laneRequestText("Expect: 100-continue\r\n", "{}"), lanePass},
		{"upgrade", laneRequestText("Upgrade: h2c\r\n", "{}"), lanePass},
		{"trailer", laneRequestText("Trailer: x\r\n", "{}"), lanePass},
		{"close", laneRequestText("Connection: close\r\n", "{}"), lanePass},
		{"folded", laneRequestText("A: b\r\n c\r\n", "{}"), lanePass},
		{"blank before the colon", laneRequestText("A : b\r\n", "{}"), lanePass},
		{"control byte", laneRequestText("A: \x01\r\n", "{}"), lanePass},
		{"letters beyond ASCII", laneRequestText("A: é\r\n", "{}"), lanePass},
		{"endless head", "POST / HTTP/1.1\r\n" + strings.Repeat("A: b\r\n", maxLane/6+1), lanePass},
	} {
		if _, got := readLane([]byte(tt.text)); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
	for i := range len(whole) {
		if _, got := readLane([]byte(whole[:i])); got != laneMore {
			t.Fatalf("%d bytes: got %d, want more", i, got)
		}
	}
}

// What the fast lane takes, net/http reads in the same way; and what comes later changes nothing.
func FuzzLaneReadsAsNetHTTP(f *testing.F) {
	f.Add([]byte(laneRequestText("Content-Type: application/json\r\n", callback.PrevFriendAdd.Sample)))
	f.Add([]byte(laneRequestText("Connection: keep-alive\r\nx:\r\n", "") + "POST / HTTP/1.1\r\n"))
	f.Add([]byte("POST /?a%zz=\"<>\\^`{|} HTTP/1.1\r\nhOST: [::1]:80\r\ncontent-length: 007\r\n\r\n1234567"))
	f.Fuzz(func(t *testing.T, b []byte) {
		q, verdict := readLane(b)
		if verdict != laneTake {
			return
		}
		if again, v := readLane(b[:q.end]); v != laneTake || again != q {
			t.Fatalf("%q: got %v of the whole and %v of its part", b, q, again)
		}
		for _, n := range []int{q.end - 1, q.head - 1, q.head / 2} {
			if _, v := readLane(b[:n]); v != laneMore {
				t.Fatalf("%q: got %d for the first %d bytes", b, v, n)
			}
		}
		rest := bufio.NewReader(bytes.NewReader(b))
		r, err := http.ReadRequest(rest)
		if err != nil {
			t.Fatalf("%q: net/http says %v", b, err)
		}
		body, err := io.ReadAll(r.Body)
		text := string(b)
		uri := q.uri.of(text)
		path, query, _ := strings.Cut(uri, "?")
		switch {
		case err != nil:
			t.Fatalf("%q: net/http says %v", b, err)
		case r.Method != "POST" || r.RequestURI != uri || r.Host != q.host.of(text) || r.Proto != laneProto || r.Close:
			t.Fatalf("%q: got %q at %q", b, uri, q.host.of(text))
		case r.URL.Path != path || r.URL.RawQuery != query:
			t.Fatalf("%q: got path %q and query %q, want %q and %q", b, path, query, r.URL.Path, r.URL.RawQuery)
		case string(body) != text[q.head:q.end]:
			t.Fatalf("%q: got the body %q, want %q", b, text[q.head:q.end], body)
		}
	})
}
