package mockserver_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// secureServer serves HTTPS with a script of faults. The client trusts its certificate and keeps no connection.
func secureServer(t *testing.T, script string) (*mockserver.Server, func(change func(*tls.Config)) (*http.Response, error)) {
	t.Helper()
	own, pem, err := mockserver.SelfSigned(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	faults, err := fault.Parse(script, fault.Files{})
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t, mockserver.Config{Faults: faults})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving := s.Listener()
	go serving.ServeTLS(l, &tls.Config{Certificates: []tls.Certificate{own}})
	t.Cleanup(func() { serving.Close() })
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	return s, func(change func(*tls.Config)) (*http.Response, error) {
		config := &tls.Config{RootCAs: roots}
		if change != nil {
			change(config)
		}
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}}
		r, err := client.Post("https://"+l.Addr().String()+samplePath, "application/json", strings.NewReader(callback.PrevFriendAdd.Sample))
		if err == nil {
			r.Body.Close()
		}
		return r, err
	}
}

// TestHandshakeFaults looks at each certificate with the eyes of a client that trusts the server: what is wrong with it is
// what its fault says, and nothing else.
func TestHandshakeFaults(t *testing.T) {
	reason := func(want x509.InvalidReason) func(error) bool {
		return func(err error) bool {
			e, ok := errors.AsType[x509.CertificateInvalidError](err)
			return ok && e.Reason == want
		}
	}
	host := func(err error) bool { _, ok := errors.AsType[x509.HostnameError](err); return ok }
	unknown := func(err error) bool { _, ok := errors.AsType[x509.UnknownAuthorityError](err); return ok }
	none := func(err error) bool { return err == nil }
	for id, is := range map[string]func(error) bool{
		"ok": none, "tls-ends-soon": none, "tls-old-versions": none, "tls-wrong-name": host, "tls-self-signed": unknown, "tls-no-intermediate": unknown,
		"tls-expired": reason(x509.Expired),
	} {
		_, post := secureServer(t, id)
		r, err := post(nil)
		if !is(err) {
			t.Errorf("%s: got %v", id, err)
		}
		if err == nil {
			soon := time.Until(r.TLS.PeerCertificates[0].NotAfter) < 14*24*time.Hour
			if soon != (id == "tls-ends-soon") {
				t.Errorf("%s: the certificate ends soon: %v", id, soon)
			}
		}
		_, err = post(func(c *tls.Config) {
			c.MinVersion, c.MaxVersion, c.InsecureSkipVerify = tls.VersionTLS10, tls.VersionTLS11, true
		})
		if (err == nil) != (id == "tls-old-versions") {
			t.Errorf("%s: TLS 1.1: got %v", id, err)
		}
	}
}

// Faults of handshakes count connections, and every exchange of one tells of its own.
func TestHandshakeFaultsAreDrawnAndTold(t *testing.T) {
	s, post := secureServer(t, "tls-ends-soon first 1, status=503 first 1")
	for range 2 {
		if _, err := post(nil); err != nil {
			t.Fatal(err)
		}
	}
	got := s.Events(0, 10).Events
	if len(got) != 2 || len(got[0].Faults) != 2 || len(got[1].Faults) != 0 {
		t.Fatalf("got %d exchanges, %+v", len(got), got)
	}
	i, err := fault.ReadInjections(got[0].Extra())
	if err != nil || i[0].Fault != "tls-ends-soon first 1" || i[0].Draw != 1 || i[1].Fault != "status=503 first 1" || i[1].Draw != 1 {
		t.Errorf("got %+v, want both faults with their numbers", i)
	}
}
