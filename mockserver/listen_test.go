package mockserver_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
)

// A client that trusts the self-made certificate reaches the server by name and by address, in HTTP/1.1.
func TestSelfSigned(t *testing.T) {
	certificate, pem, err := mockserver.SelfSigned(time.Now(), "mock.example")
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t, mockserver.Config{})
	server := s.HTTPServer()
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.ServeTLS(l, "", "")
	defer server.Close()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		t.Fatal("not PEM")
	}
	for _, name := range []string{"localhost", "127.0.0.1", "mock.example", "other.example"} {
		client := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: name}}}
		r, err := client.Post("https://"+l.Addr().String()+samplePath, "application/json", strings.NewReader(callback.PrevFriendAdd.Sample))
		client.CloseIdleConnections()
		if name == "other.example" {
			if err == nil {
				t.Errorf("%s: got an answer, want a certificate error", name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r.Body.Close()
		if r.StatusCode != 200 || r.ProtoMajor != 1 {
			t.Errorf("%s: got %d in %s, want 200 in HTTP/1.1", name, r.StatusCode, r.Proto)
		}
	}
	if got := s.Events(0, 1).Events; len(got) != 1 || !strings.HasPrefix(got[0].Exchange().Target, "https://") {
		t.Errorf("got %v, want an https target", got)
	}
}

// A connection that has nothing to say gives way to a new one, and one at work does not.
func TestMaxConnections(t *testing.T) {
	begun, finish := make(chan struct{}), make(chan struct{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := newServer(t, mockserver.Config{Keep: func(e *live.Event) error {
		if e.Request().FromAccount == "slow" {
			close(begun)
			<-finish
		}
		return nil
	}}).Listener()
	server.MaxConnections = 1
	served := make(chan error)
	go func() { served <- server.Serve(l) }()
	raw := request(signedQuery(), callback.PrevFriendAdd.Sample)
	idle, busy := dial(t, l.Addr().String()), dial(t, l.Addr().String())
	io.WriteString(busy, request(signedQuery(), strings.Replace(callback.PrevFriendAdd.Sample, `"From_Account": "id"`, `"From_Account": "slow"`, 1)))
	<-begun
	if x := read(idle, 5*time.Second); x.Failure.Detail != "closed" {
		t.Errorf("got %+v on an idle connection, want its end", x.Failure)
	}
	third := dial(t, l.Addr().String())
	io.WriteString(third, raw)
	if x := read(third, 50*time.Millisecond); x.Answer.Status != 0 {
		t.Errorf("got %d on a connection too many, want nothing", x.Answer.Status)
	}
	close(finish)
	for _, conn := range []net.Conn{busy, third} {
		if x := read(conn, 5*time.Second); x.Answer.Status != 200 {
			t.Errorf("got %d, want 200", x.Answer.Status)
		}
	}
	server.Close()
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("got %v", err)
	}
}

func TestLimitsOfRequests(t *testing.T) {
	server := serve(t, newServer(t, mockserver.Config{MaxBody: 2000, Strict: true}))
	for _, tt := range []struct {
		name, raw string
		want      int
	}{
		{"fits", request(signedQuery(), callback.PrevFriendAdd.Sample), 200},
		{"announces too much", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2001\r\n\r\n", 413},
		{"sends too much in chunks", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n" + strings.Repeat("x", 0x800) + "\r\n0\r\n\r\n", 413},
		{"another method", "PUT" + strings.TrimPrefix(request(signedQuery(), callback.PrevFriendAdd.Sample), "POST"), 405},
	} {
		x := sendRaw(t, server, tt.raw, time.Second, 5*time.Second)
		if x.Answer.Status != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, x.Answer.Status, tt.want)
		}
		if kind, _ := x.Answer.Header("Content-Type"); string(kind) != "application/json" {
			t.Errorf("%s: got %s, want JSON", tt.name, kind)
		}
	}
}
