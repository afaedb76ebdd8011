package mockserver_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// The limits, and what is forgiven, are those of net/http here too.
func TestListenerLimitsAsNetHTTP(t *testing.T) {
	config := mockserver.Config{AppID: appID, Token: token, Strict: true, MaxBody: 1000}
	_, addr := listening(t, newServer(t, config))
	plain := serve(t, newServer(t, config)).Listener.Addr().String()
	good := request(signedQuery(), callback.PrevFriendAdd.Sample)
	large := request(signedQuery(), strings.Replace(callback.PrevFriendAdd.Sample, "remark1", strings.Repeat("x", 2000), 1))
	for name, raw := range map[string]string{
		"body over the limit":                large,
		"and in part":                        large[:len(large)-100],
		"body in part":                       good[:len(good)-20],
		"header block in part":               good[:20],
		"an empty line between two requests": good + "\r\n" + good,
		"empty lines only":                   good + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, want := answersTo(t, addr, raw), answersTo(t, plain, raw); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// A client that leaves in the middle of a request is seen.
func TestListenerShowsWhatCameInPart(t *testing.T) {
	s := newServer(t, mockserver.Config{})
	_, addr := listening(t, s)
	good := request(signedQuery(), callback.PrevFriendAdd.Sample)
	conn := dial(t, addr)
	io.WriteString(conn, good[:len(good)-20])
	conn.Close()
	waitFor(t, "the exchange", func() bool { return s.Seen() == 1 && len(s.Events(0, 1).Events) == 1 })
	if e := s.Events(0, 1).Events[0]; !strings.Contains(e.Unreadable, "not complete") {
		t.Errorf("got %q, want it to be told that the body is not complete", e.Unreadable)
	}
}

// After faults, a strict server goes on as if there had been none.
func TestListenerStrictAfterFaults(t *testing.T) {
	s := newServer(t, mockserver.Config{AppID: appID, Token: token, Strict: true})
	_, addr := listening(t, s)
	script, err := fault.Parse("status=503", fault.Files{})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 20 {
		for _, step := range []struct {
			script *fault.Script
			want   int
		}{{script, 503}, {nil, 200}} {
			s.SetFaults(step.script)
			conn := dial(t, addr)
			io.WriteString(conn, request(signedQuery(), callback.PrevFriendAdd.Sample))
			if x := read(conn, 10*time.Second); x.Answer.Status != step.want {
				t.Fatalf("round %d: got %d, want %d", n, x.Answer.Status, step.want)
			}
		}
	}
}

// A panic while a request is answered ends its connection, and nothing else.
func TestListenerSurvivesPanics(t *testing.T) {
	said, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer func(whole *os.File) { os.Stderr = whole }(os.Stderr)
	os.Stderr = said
	_, addr := listening(t, newServer(t, mockserver.Config{Observe: func(e *live.Event) {
		if e.Request().FromAccount == "bad" {
			panic("no")
		}
	}}))
	conn := dial(t, addr)
	io.WriteString(conn, request(signedQuery(), strings.Replace(callback.PrevFriendAdd.Sample, `"From_Account": "id"`, `"From_Account": "bad"`, 1)))
	if x := read(conn, 10*time.Second); x.Answer.Status != 0 {
		t.Errorf("got %d, want the end of the connection", x.Answer.Status)
	}
	if got := answersTo(t, addr, request(signedQuery(), callback.PrevFriendAdd.Sample)); !strings.HasPrefix(got, "HTTP/1.1 200 ") {
		t.Errorf("the next one: got %q", got)
	}
	answersTo(t, addr, "PUT no\r\n\r\n") // a client's mistake, of which net/http speaks
	text, err := os.ReadFile(said.Name())
	if err != nil || !strings.Contains(string(text), "panic serving 127.0.0.1:") || !strings.Contains(string(text), ": no\ngoroutine ") || strings.Contains(string(text), "malformed") {
		t.Errorf("got %q on stderr, %v, want the panic alone", text, err)
	}
}

func TestListenerServesNotWhenClosed(t *testing.T) {
	serving := newServer(t, mockserver.Config{}).Listener()
	serving.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := serving.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("got %v, want the error of a closed server", err)
	}
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v, want the listener closed", err)
	}
}

// pipes is a listener whose connections are in memory.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// A request that trickles in is given up as net/http does, and one of a client that takes its time between requests is not.
func TestListenerGivesUpSlowRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, mockserver.Config{})
		serving, l := s.Listener(), &pipes{make(chan net.Conn), make(chan struct{})}
		go func() { _ = serving.Serve(l) }()
		defer serving.Close()
		connect := func() net.Conn {
			here, there := net.Pipe()
			l.conns <- there
			return here
		}
		good := request(signedQuery(), callback.PrevFriendAdd.Sample)

		patient := connect()
		for n := range 3 {
			for _, part := range []string{good[:30], good[30:]} {
				time.Sleep(9 * time.Second)
				fmt.Fprint(patient, part)
			}
			if x := read(patient, time.Second); x.Answer.Status != 200 {
				t.Fatalf("request %d in two parts: got %d", n, x.Answer.Status)
			}
			time.Sleep(100 * time.Second)
		}

		// It has ten seconds in all, also where net/http gets the connection in the middle of it.
		for name, raw := range map[string]string{"plain": good, "net/http's": strings.Replace(good, "/hook", "/h%6fok", 1)} {
			slow, begun := connect(), time.Now()
			ended := make(chan time.Duration, 1)
			go func() {
				_, _ = io.Copy(io.Discard, slow)
				ended <- time.Since(begun)
			}()
			if _, err := fmt.Fprint(slow, raw[:9]); err != nil {
				t.Fatal(err)
			}
			time.Sleep(6 * time.Second)
			for _, part := range []string{raw[9 : len(raw)-50], raw[len(raw)-50 : len(raw)-20], raw[len(raw)-20:]} {
				if _, err := fmt.Fprint(slow, part); err != nil {
					break
				}
				time.Sleep(5 * time.Second)
			}
			if after := <-ended; after > 11*time.Second {
				t.Errorf("%s: a request was listened to for %v", name, after)
			}
		}
	})
}

// The time of a request that came along with the one before does not run while that one is answered, however long that takes.
func TestListenerTimesPipelinedRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, mockserver.Config{Keep: func(e *live.Event) error {
			if e.Seq == 1 {
				time.Sleep(30 * time.Second) // as a disk may
			}
			return nil
		}})
		serving, l := s.Listener(), &pipes{make(chan net.Conn), make(chan struct{})}
		go func() { _ = serving.Serve(l) }()
		defer serving.Close()
		here, there := net.Pipe()
		l.conns <- there
		good := request(signedQuery(), callback.PrevFriendAdd.Sample)
		fmt.Fprint(here, good+good[:30])
		for _, rest := range []string{"", good[30:]} {
			if rest != "" {
				time.Sleep(5 * time.Second)
				fmt.Fprint(here, rest)
			}
			if x := read(here, time.Minute); x.Answer.Status != 200 {
				t.Errorf("after %q: got %q, want 200", rest, x.Received)
			}
		}
	})
}

// A client that never reads its answers does not hold its connection for ever, no matter who answers.
func TestListenerGivesUpClientsThatNeverRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, mockserver.Config{})
		serving, l := s.Listener(), &pipes{make(chan net.Conn), make(chan struct{})}
		go func() { _ = serving.Serve(l) }()
		defer serving.Close()
		good := request(signedQuery(), callback.PrevFriendAdd.Sample)
		for name, raw := range map[string]string{"plain": good, "net/http's": strings.Replace(good, "/hook", "/h%6fok", 1)} {
			here, there := net.Pipe()
			l.conns <- there
			begun := time.Now()
			for { // until the other side has gone
				if _, err := io.WriteString(here, raw); err != nil {
					break
				}
			}
			if after := time.Since(begun); after > 3*time.Minute {
				t.Errorf("%s: an answer waited %v to be read", name, after)
			}
		}
	})
}
