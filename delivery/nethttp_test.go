package delivery

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/need"
)

// serveHTTP serves with net/http on loopback and returns the URL.
func serveHTTP(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestAgainstNetHTTP(t *testing.T) {
	tests := []struct {
		name    string
		handler http.HandlerFunc
		status  int
		body    string
		framing http1.Framing
		kept    bool
	}{
		{"length", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }, 200, "{}", http1.FramingLength, true},
		{"chunked", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "{")
			_ = http.NewResponseController(w).Flush()
			_, _ = io.WriteString(w, "}")
		}, 200, "{}", http1.FramingChunked, true},
		{"no content", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, 204, "", http1.FramingNone, true},
		{"redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/x", http.StatusFound) }, 302, "", http1.FramingLength, true},
		{"early hints", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			_, _ = io.WriteString(w, "{}")
		}, 200, "{}", http1.FramingLength, true},
		{"closing", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Connection", "close") }, 200, "", http1.FramingLength, false},
		{"panic", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 0, "", http1.FramingNone, false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			client := clientFor(t, serveHTTP(t, c.handler))
			for i := range 2 {
				x := do(t, client, request(client, "{}"))
				a := &x.Answer
				if a.Status != c.status || string(a.Body) != c.body || a.Framing != c.framing || (c.status == 0) != (x.Failure.Cause == callback.Reset) {
					t.Errorf("got %d %q %v %+v, want %d %q %v", a.Status, a.Body, a.Framing, x.Failure, c.status, c.body, c.framing)
				}
				if want := c.kept && i > 0; x.Reused != want {
					t.Errorf("exchange %d: got reused %v, want %v", i, x.Reused, want)
				}
			}
		})
	}
}

// What arrives is what was meant: net/http's server reads the request of a target with user and query.
func TestRequestArrives(t *testing.T) {
	var got *http.Request
	var body string
	url := serveHTTP(t, func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got, body = r, string(b)
	})
	client := clientFor(t, strings.Replace(url, "://", "://me:secret@", 1)+"/cb?appId=x")
	d := client.Target.Head()
	q := callback.PrevFriendAdd.Query("1400000000", "1.2.3.4", "iOS")
	m := &Message{}
	m.Put(d.Append(nil, client.Target.AppendRequestTarget(nil, q, callback.Wire), []byte(`{"a":1}`)))
	x := do(t, client, m)
	if x.Answer.Status != 200 || got == nil {
		t.Fatalf("got %d %+v, want 200", x.Answer.Status, x.Failure)
	}
	user, password, _ := got.BasicAuth()
	if user != "me" || password != "secret" || got.Method != "POST" || got.URL.Path != "/cb" || body != `{"a":1}` ||
		got.Header.Get("Content-Type") != "application/json" || "http://"+got.Host != url || got.URL.Query().Get("appId") != "x" ||
		got.URL.Query().Get("SdkAppid") != "1400000000" {
		t.Errorf("got %s %s for %s of %s:%s with %q and body %q", got.Method, got.URL, got.Host, user, password, got.Header, body)
	}
	for _, unasked := range []string{"User-Agent", "Accept-Encoding", "Accept"} {
		if v := got.Header.Get(unasked); v != "" {
			t.Errorf("got %s %q, want none", unasked, v)
		}
	}
	if strings.Contains(x.Target, "secret") || strings.Contains(x.Target, "me@") {
		t.Errorf("got %q as the exchange's target, which carries a secret", x.Target)
	}
}

func TestIPv6(t *testing.T) {
	need.IPv6(t)
	l := rawServer(t, "tcp6", "[::1]:0", answering(okAnswer))
	client := clientFor(t, l.Addr().String())
	if x := do(t, client, request(client, "{}")); x.Answer.Status != 200 {
		t.Errorf("got %d %+v, want 200", x.Answer.Status, x.Failure)
	}
}

// "localhost" may be ::1 or 127.0.0.1; a receiver on either is found.
func TestLocalhost(t *testing.T) {
	l := rawServer(t, "tcp", "127.0.0.1:0", answering(okAnswer))
	_, port, _ := net.SplitHostPort(l.Addr().String())
	client := clientFor(t, port)
	x := do(t, client, request(client, "{}"))
	if x.Answer.Status != 200 || x.Phases.DNS <= 0 || x.Phases.Connect < x.Phases.DNS {
		t.Errorf("got %d %+v with phases %+v, want 200 and a DNS phase", x.Answer.Status, x.Failure, x.Phases)
	}
}

func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	rawServer(t, "unix", path, answering(okAnswer))
	client := clientFor(t, "unix:"+path+":/cb?x=1")
	for i := range 2 {
		x := do(t, client, request(client, "{}"))
		if x.Answer.Status != 200 || x.Reused != (i > 0) || !strings.HasPrefix(string(x.Sent), "POST /cb HTTP/1.1\r\nHost: localhost\r\n") {
			t.Errorf("got %d %+v, reused %v, sent %q, want 200", x.Answer.Status, x.Failure, x.Reused, x.Sent)
		}
	}
}
