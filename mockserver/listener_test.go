package mockserver_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// listening serves a server by its own serving.
func listening(t *testing.T, s *mockserver.Server) (serving *mockserver.Listener, addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving = s.Listener()
	served := make(chan error, 1)
	go func() { served <- serving.Serve(l) }()
	t.Cleanup(func() {
		serving.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("got %v, want the error of a closed server", err)
		}
	})
	return serving, l.Addr().String()
}

// No matter who answers, the answer is the same.
func TestListenerAnswersAsNetHTTP(t *testing.T) {
	config := mockserver.Config{AppID: appID, Token: token, Strict: true, MaxBody: 100 << 10}
	_, addr := listening(t, newServer(t, config))
	plain := serve(t, newServer(t, config)).Listener.Addr().String()
	good := request(signedQuery(), callback.PrevFriendAdd.Sample)
	for name, raw := range map[string]string{
		"plain":          good,
		"refused":        request(callback.PrevFriendAdd.Query("1", "", ""), callback.PrevFriendAdd.Sample),
		"not JSON":       request(signedQuery(), "{"),
		"chunked":        strings.Replace(good, fmt.Sprintf("Content-Length: %d\r\n\r\n", len(callback.PrevFriendAdd.Sample)), fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n", len(callback.PrevFriendAdd.Sample)), 1) + "\r\n0\r\n\r\n",
		"close":          strings.Replace(good, "Host:", "Connection: close\r\nHost:", 1),
		"another":        strings.Replace(good, "POST", "PUT", 1),
		"old":            strings.Replace(good, "HTTP/1.1", "HTTP/1.0", 1),
		"large":          request(signedQuery(), strings.Replace(callback.PrevFriendAdd.Sample, "remark1", strings.Repeat("x", 90<<10), 1)),
		"too large":      request(signedQuery(), strings.Replace(callback.PrevFriendAdd.Sample, "remark1", strings.Repeat("x", 200<<10), 1)),
		"no HTTP":        "hello\r\n\r\n",
		"bad header":     strings.Replace(good, "Host:", "A B: c\r\nHost:", 1),
		"two lengths":    strings.Replace(good, "Host:", "Content-Length: 1\r\nHost:", 1),
		"no host":        strings.Replace(good, "Host: receiver\r\n", "", 1),
		"lower case":     strings.Replace(good, "Content-Length", "content-length", 1),
		"expects":        strings.Replace(good, "Host:", "Expect: 100-continue\r\nHost:", 1),
		"absolute":       strings.Replace(good, "POST /", "POST http://receiver/", 1),
		"escaped path":   strings.Replace(good, "/hook", "/h%6fok", 1),
		"pipelined":      good + good,
		"with keepalive": strings.Replace(good, "Host:", "Connection: keep-alive\r\nHost:", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, want := answersTo(t, addr, raw), answersTo(t, plain, raw); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// answersTo sends bytes, ends sending, and returns all answers without their dates.
func answersTo(t *testing.T, addr, raw string) string {
	t.Helper()
	conn := dial(t, addr)
	go func() {
		io.WriteString(conn, raw)
		conn.(*net.TCPConn).CloseWrite()
	}()
	conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	b, _ := io.ReadAll(conn) // reset after a refusal is as good as closed
	var lines []string       // of heads in any order
	for line := range strings.SplitSeq(string(b), "\r\n") {
		if !strings.HasPrefix(line, "Date: ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// Exchanges hold the bytes of requests as they came, header order and case included, no matter who reads them.
func TestListenerKeepsBytes(t *testing.T) {
	spelt := strings.NewReplacer("Host", "hOsT", "Content-Type", "X-Z: 1\r\ncontent-TYPE").Replace(request(signedQuery(), callback.PrevFriendAdd.Sample))
	length := fmt.Sprintf("Content-Length: %d\r\n\r\n", len(callback.PrevFriendAdd.Sample))
	chunked := strings.Replace(spelt, length, fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%X;x=y\r\n", len(callback.PrevFriendAdd.Sample)), 1) + "\r\n0\r\n\r\n"
	for name, raws := range map[string][]string{
		"plain":               {spelt, spelt},
		"in chunks":           {chunked, spelt, chunked},
		"net/http, from then": {spelt, strings.Replace(spelt, "/hook", "/h%6fok", 1), spelt, chunked},
		"faults":              {spelt, "faults", chunked, spelt},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, mockserver.Config{})
			_, addr := listening(t, s)
			conn := dial(t, addr)
			n := 0
			for _, raw := range raws {
				if raw == "faults" {
					script, err := fault.Parse("legal-pretty", fault.Files{})
					if err != nil {
						t.Fatal(err)
					}
					s.SetFaults(script)
					continue
				}
				io.WriteString(conn, raw)
				x := read(conn, 10*time.Second)
				events := s.Events(0, 10).Events
				if n++; len(events) != n {
					t.Fatalf("got %d events, want %d", len(events), n)
				}
				e := events[n-1]
				kept := e.Exchange()
				if string(kept.Sent) != raw || e.SentBody() != callback.PrevFriendAdd.Sample {
					t.Errorf("got\n%s\nwant\n%s", kept.Sent, raw)
				}
				if kept.Target != "http://receiver/hook" || kept.Answer.Status != 200 || string(kept.Answer.Body) != string(x.Answer.Body) {
					t.Errorf("got %s, %d, %s", kept.Target, kept.Answer.Status, kept.Answer.Body)
				}
				if date, ok := x.Answer.Header("Date"); !ok || len(date) != len(http.TimeFormat) {
					t.Errorf("got the date %q", date)
				}
			}
		})
	}
}

// A connection goes to net/http once a fault script runs, and its client does not notice.
func TestListenerWithFaults(t *testing.T) {
	s := newServer(t, mockserver.Config{})
	_, addr := listening(t, s)
	conn := dial(t, addr)
	for i, step := range []struct {
		script string
		want   int
	}{{"", 200}, {"status=503", 503}, {"", 200}, {"reset", 0}} {
		script, err := fault.Parse(step.script, fault.Files{})
		if err != nil {
			t.Fatal(err)
		}
		s.SetFaults(script)
		io.WriteString(conn, request(signedQuery(), callback.PrevFriendAdd.Sample))
		x := read(conn, 10*time.Second)
		if x.Answer.Status != step.want {
			t.Errorf("step %d: got %d, want %d", i, x.Answer.Status, step.want)
		}
		if step.script == "reset" && x.Failure.Detail != "reset" {
			t.Errorf("got %+v, want a reset", x.Failure)
		}
	}
}

// A second request hidden in the body of one that is framed twice is not answered.
func TestListenerRefusesSmuggling(t *testing.T) {
	s := newServer(t, mockserver.Config{})
	_, addr := listening(t, s)
	hidden := request(signedQuery(), callback.PrevFriendAdd.Sample)
	got := answersTo(t, addr, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: "+fmt.Sprint(5+len(hidden))+"\r\n\r\n0\r\n\r\n"+hidden)
	if strings.Count(got, "HTTP/1.1") != 1 || !strings.HasPrefix(got, "HTTP/1.1 400 ") || s.Seen() != 0 {
		t.Errorf("got %d requests and\n%s", s.Seen(), got)
	}
}

// Requests that come in pieces are put together, whatever the pieces.
func TestListenerReadsPieces(t *testing.T) {
	_, addr := listening(t, newServer(t, mockserver.Config{}))
	raw := request(signedQuery(), callback.PrevFriendAdd.Sample)
	conn := dial(t, addr)
	for _, size := range []int{1000, 100, 7} {
		for rest := raw; rest != ""; {
			n := min(size, len(rest))
			io.WriteString(conn, rest[:n])
			rest = rest[n:]
			runtime.Gosched()
		}
		if x := read(conn, 10*time.Second); x.Answer.Status != 200 {
			t.Fatalf("pieces of %d: got %d, want 200", size, x.Answer.Status)
		}
	}
}

// Shutdown ends idle connections at once, lets answers in flight finish, and leaves nothing behind.
func TestListenerShutdown(t *testing.T) {
	before := runtime.NumGoroutine()
	begun, finish := make(chan struct{}), make(chan struct{})
	s := newServer(t, mockserver.Config{Keep: func(e *live.Event) error {
		if e.Request().FromAccount == "slow" {
			close(begun)
			<-finish
		}
		return nil
	}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving := s.Listener()
	served := make(chan error, 1)
	go func() { served <- serving.Serve(l) }()
	idle, busy, passed := dial(t, l.Addr().String()), dial(t, l.Addr().String()), dial(t, l.Addr().String())
	io.WriteString(idle, request(signedQuery(), callback.PrevFriendAdd.Sample))
	read(idle, 10*time.Second)
	io.WriteString(passed, strings.Replace(request(signedQuery(), callback.PrevFriendAdd.Sample), "POST", "PUT", 1))
	read(passed, 10*time.Second)
	io.WriteString(busy, request(signedQuery(), strings.Replace(callback.PrevFriendAdd.Sample, `"From_Account": "id"`, `"From_Account": "slow"`, 1)))
	<-begun
	down := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		down <- serving.Shutdown(ctx)
	}()
	for _, conn := range []net.Conn{idle, passed} {
		conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("an idle connection: got %v, want its end", err)
		}
	}
	close(finish)
	if x := read(busy, 10*time.Second); x.Answer.Status != 200 {
		t.Errorf("in flight: got %d, want 200", x.Answer.Status)
	}
	if err := <-down; err != nil {
		t.Errorf("got %v", err)
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("got %v", err)
	}
	if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
		t.Error("got a connection after the shutdown")
	}
	waitFor(t, "the goroutines", func() bool { return runtime.NumGoroutine() <= before })
}
