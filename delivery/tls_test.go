package delivery

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

func TestTLS(t *testing.T) {
	a := newAuthority(t, "the test's authority")
	cert := a.issue(t, nil)
	client := secure(t, a, &tls.Config{Certificates: []tls.Certificate{cert}}, answering(okAnswer))
	for i := range 3 {
		x := do(t, client, request(client, "{}"))
		if x.Answer.Status != 200 || x.Failure.Cause != "" || x.Reused != (i > 0) || x.Resent {
			t.Fatalf("exchange %d: got %d %+v, reused %v, want 200 on a kept connection", i, x.Answer.Status, x.Failure, x.Reused)
		}
		if p := x.Phases; i == 0 && (p.TLS < p.Connect || p.Write < p.TLS) || i > 0 && p.TLS != 0 {
			t.Errorf("exchange %d: got phases %+v", i, p)
		}
		time.Sleep(2 * restTime) // the connection is looked at: session tickets that lie on it are no stray bytes
	}
	if got := client.Certificates(); len(got) != 1 || !got[0].NotAfter.Equal(cert.Leaf.NotAfter) {
		t.Errorf("got %d certificates, want the receiver's with its end", len(got))
	}
}

func TestTLSIdleConnectionClosed(t *testing.T) {
	a := newAuthority(t, "a")
	closed := make(chan bool)
	client := secure(t, a, &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}}, func(_ int, c net.Conn) {
		readRequest(bufio.NewReader(c))
		_, _ = io.WriteString(c, okAnswer)
		c.Close()
		closed <- true
	})
	for range 3 {
		if x := do(t, client, request(client, "{}")); x.Failure.Cause != "" || x.Reused || x.Resent {
			t.Errorf("got %+v, reused %v, resent %v, want a new connection and nothing sent twice", x.Failure, x.Reused, x.Resent)
		}
		<-closed
		time.Sleep(20 * restTime)
	}
}

// Each problem has its name.
func TestCertificateProblems(t *testing.T) {
	a, other := newAuthority(t, "known"), newAuthority(t, "stranger")
	now := time.Now()
	tests := []struct {
		name string
		cert tls.Certificate
		want string
	}{
		{"expired", a.issue(t, func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = now.Add(-48*time.Hour), now.Add(-24*time.Hour)
		}), "certificate: expired: it ended on " + now.Add(-24*time.Hour).UTC().Format("2006-01-02")},
		{"not yet valid", a.issue(t, func(c *x509.Certificate) {
			c.NotBefore = now.Add(24 * time.Hour)
		}), "certificate: not yet valid: it begins on " + now.Add(24*time.Hour).UTC().Format("2006-01-02")},
		{"wrong host", a.issue(t, func(c *x509.Certificate) { c.IPAddresses = nil }), "certificate: wrong host: it is for receiver.test, not for 127.0.0.1"},
		{"no host", a.issue(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, nil }), "certificate: wrong host: it is for no host at all"},
		{"unknown authority", other.issue(t, nil), `certificate: unknown authority: issued by "CN=stranger"`},
		{"self-signed", authority{}.issue(t, nil), "certificate: self-signed"},
		{"not for servers", a.issue(t, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }), "certificate: invalid: "},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			client := secure(t, a, &tls.Config{Certificates: []tls.Certificate{c.cert}}, answering(okAnswer))
			x := do(t, client, request(client, "{}"))
			if x.Failure.Cause != callback.TLS || !strings.HasPrefix(x.Failure.Detail, c.want) || len(x.Sent) != 0 {
				t.Errorf("got %+v, want %s", x.Failure, c.want)
			}
			if got := client.Certificates(); len(got) != 1 || !got[0].Equal(c.cert.Leaf) {
				t.Errorf("got %d certificates, want the bad one", len(got))
			}
			careless := clientFor(t, client.Target.String())
			careless.TLS.Insecure = true
			if x := do(t, careless, request(careless, "{}")); x.Answer.Status != 200 {
				t.Errorf("insecure: got %d %+v, want 200", x.Answer.Status, x.Failure)
			}
		})
	}
}

func TestServerName(t *testing.T) {
	a := newAuthority(t, "a")
	cert := a.issue(t, func(c *x509.Certificate) { c.IPAddresses = nil })
	client := secure(t, a, &tls.Config{Certificates: []tls.Certificate{cert}}, answering(okAnswer))
	client.TLS.ServerName = "receiver.test"
	if x := do(t, client, request(client, "{}")); x.Answer.Status != 200 {
		t.Errorf("got %d %+v, want 200", x.Answer.Status, x.Failure)
	}
}

func TestRootsWith(t *testing.T) {
	a := newAuthority(t, "a")
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, a.pem(), 0o600); err != nil {
		t.Fatal(err)
	}
	client := secure(t, a, &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}}, answering(okAnswer))
	roots, err := RootsWith(file)
	if err != nil {
		t.Fatal(err)
	}
	client.TLS.Roots = roots
	if x := do(t, client, request(client, "{}")); x.Answer.Status != 200 {
		t.Errorf("got %d %+v, want 200", x.Answer.Status, x.Failure)
	}
	if err := os.WriteFile(file, []byte("no PEM"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := RootsWith(file); err == nil || !strings.Contains(err.Error(), "no certificate in "+file) {
		t.Errorf("got %v, want it to say that there is no certificate", err)
	}
	if _, err := RootsWith(file + "x"); err == nil || !strings.Contains(err.Error(), file+"x") {
		t.Errorf("got %v, want it to name the file", err)
	}
}

func TestVersions(t *testing.T) {
	a := newAuthority(t, "a")
	cert := a.issue(t, nil)
	tests := []struct {
		name        string
		server, max uint16 // the lowest of the server, the highest of the client
		want        uint16 // 0 means refused
	}{
		{"the latest", tls.VersionTLS12, 0, tls.VersionTLS13},
		{"capped at 1.2", tls.VersionTLS12, tls.VersionTLS12, tls.VersionTLS12},
		{"capped at 1.1, refused", tls.VersionTLS12, tls.VersionTLS11, 0},
		{"capped at 1.1, taken", tls.VersionTLS10, tls.VersionTLS11, tls.VersionTLS11},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			client := secure(t, a, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: c.server}, answering(okAnswer))
			client.TLS.MaxVersion = c.max
			conn := client.Conn()
			defer conn.Close()
			x := &exchange.Exchange{}
			if err := conn.Connect(t.Context(), x); err != nil {
				t.Fatal(err)
			}
			if c.want == 0 {
				if x.Failure.Cause != callback.TLS || !strings.HasPrefix(x.Failure.Detail, "version: ") || conn.TLS() != nil {
					t.Errorf("got %+v, want a version to be refused", x.Failure)
				}
				return
			}
			if x.Failure.Cause != "" || conn.TLS() == nil || conn.TLS().Version != c.want {
				t.Errorf("got %+v, want version %x", x.Failure, c.want)
			}
		})
	}
}

func TestALPN(t *testing.T) {
	a := newAuthority(t, "a")
	config := &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}, NextProtos: []string{"h2", "http/1.1"}}
	for _, c := range []struct {
		offered []string
		want    string
	}{{nil, "http/1.1"}, {[]string{"h2", "http/1.1"}, "h2"}, {[]string{}, ""}} {
		client := secure(t, a, config, answering(okAnswer))
		client.TLS.NextProtos = c.offered
		conn := client.Conn()
		if err := conn.Connect(t.Context(), &exchange.Exchange{}); err != nil || conn.TLS() == nil {
			t.Fatalf("got no connection: %v", err)
		}
		if got := conn.TLS().NegotiatedProtocol; got != c.want {
			t.Errorf("offered %q: got %q, want %q", c.offered, got, c.want)
		}
		conn.Close()
	}
}

// Receivers that do not speak TLS, or stop in the middle of the handshake.
func TestHandshakeProblems(t *testing.T) {
	hello := func(c net.Conn) { _, _ = c.Read(make([]byte, 1<<14)) }
	tests := []struct {
		name  string
		serve func(int, net.Conn)
		want  string
	}{
		{"plain HTTP", func(_ int, c net.Conn) {
			hello(c)
			_, _ = io.WriteString(c, "HTTP/1.1 400 Bad Request\r\n\r\n")
		}, "handshake: the receiver answered in plain HTTP"},
		{"something else", func(_ int, c net.Conn) {
			hello(c)
			_, _ = io.WriteString(c, "220 smtp ready\r\n")
		}, "handshake: the receiver does not speak TLS"},
		{"closed", func(_ int, c net.Conn) { hello(c) }, "handshake: the receiver closed"},
		{"reset", func(_ int, c net.Conn) {
			hello(c)
			_ = c.(*net.TCPConn).SetLinger(0)
		}, "handshake: the receiver reset"},
		{"silent", func(_ int, c net.Conn) { _, _ = io.Copy(io.Discard, c) }, "handshake: not finished within"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			l := rawServer(t, "tcp", "127.0.0.1:0", c.serve)
			client := clientFor(t, "https://"+l.Addr().String())
			if c.name == "silent" {
				client.Timeout = 50 * time.Millisecond
			}
			x := do(t, client, request(client, "{}"))
			if x.Failure.Cause != callback.TLS || !strings.HasPrefix(x.Failure.Detail, c.want) {
				t.Errorf("got %+v, want %s", x.Failure, c.want)
			}
		})
	}
}

// Under TLS 1.3 a receiver that wants a certificate of ours says so only after the handshake.
func TestClientCertificateWanted(t *testing.T) {
	a := newAuthority(t, "a")
	config := &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}, ClientAuth: tls.RequireAnyClientCert}
	client := secure(t, a, config, answering(okAnswer))
	x := do(t, client, request(client, "{}"))
	if x.Failure.Cause != callback.TLS || !strings.Contains(x.Failure.Detail, "certificate required") {
		t.Errorf("got %+v, want TLS: certificate required", x.Failure)
	}
}
