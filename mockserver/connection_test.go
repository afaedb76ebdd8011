package mockserver

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
)

// Whether a request is answered here or by net/http.
func TestPlainRequests(t *testing.T) {
	for head, want := range map[string]bool{
		"POST /hook?a=b HTTP/1.1\r\nHost: h:1\r\n":                   true,
		"PUT / HTTP/1.1\r\nHost: h\r\n":                              true,
		"POST / HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n": true,
		"POST /?%41 HTTP/1.1\r\nHost: a\r\n":                         true,
		"POST /%41 HTTP/1.1\r\nHost: a\r\n":                          false,
		"POST http://a/ HTTP/1.1\r\nHost: a\r\n":                     false,
		"POST / HTTP/1.0\r\nHost: a\r\n":                             false,
		"POST / HTTP/1.1\r\n":                                        false,
		"POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n":                  false,
		"POST / HTTP/1.1\r\nHost: a/b\r\n":                           false,
		"HEAD / HTTP/1.1\r\nHost: a\r\n":                             false,
		"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n":     false,
		"POST / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n":             false,
	} {
		var c connection
		if ok, err := c.request.Advance([]byte(head + "\r\n")); !ok || err != nil || c.plain() != want {
			t.Errorf("%q: got %v, %v and plain %v, want %v", head, ok, err, c.plain(), want)
		}
	}
}

// What is answered here, net/http reads in the same way.
func FuzzReadsAsNetHTTP(f *testing.F) {
	f.Add([]byte("POST /hook HTTP/1.1\r\nHost: h:1\r\nContent-Length: 3\r\n\r\n{}\n" + callback.PrevFriendAdd.Sample))
	f.Add([]byte("POST / HTTP/1.1\r\nhOST: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\nA: b\r\n\r\nPOST"))
	f.Add([]byte("POST /?a%zz=\"<>\\^`{|} HTTP/1.1\r\nhOST: [::1]:80\r\ncontent-length: 007\r\nConnection: close\r\n\r\n1234567"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var c connection
		if ok, err := c.request.Advance(b); !ok || err != nil || !c.plain() {
			return
		}
		q := &c.request
		r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(b[q.Start:])))
		if err != nil {
			return // it is stricter with the values of headers, which bear on nothing here
		}
		body, err := io.ReadAll(r.Body)
		path, query, _ := strings.Cut(string(q.Target), "?")
		switch {
		case err != nil:
			t.Fatalf("%q: net/http says %v", b, err)
		case r.Method != string(q.Method) || r.RequestURI != string(q.Target) || r.Host != string(q.Host) || r.Close != q.Close:
			t.Fatalf("%q: got %q at %q, close %v", b, q.Target, q.Host, q.Close)
		case r.URL.Path != path || r.URL.RawQuery != query:
			t.Fatalf("%q: got path %q and query %q, want %q and %q", b, path, query, r.URL.Path, r.URL.RawQuery)
		case string(body) != string(q.Body):
			t.Fatalf("%q: got the body %q, want %q", b, q.Body, body)
		}
	})
}
