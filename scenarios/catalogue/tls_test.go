package catalogue

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// secureReceiver starts a receiver under TLS and returns a suite that trusts it.
func secureReceiver(t *testing.T, change func(*httptest.Server)) *scenarios.Suite {
	t.Helper()
	server := httptest.NewUnstartedServer(brokenReceiver(t, "", testToken, ""))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.EnableHTTP2 = true
	change(server)
	server.StartTLS()
	t.Cleanup(server.Close)
	s := suiteFor(t, server.URL)
	roots := x509.NewCertPool()
	leaf, err := x509.ParseCertificate(server.TLS.Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	roots.AddCert(leaf)
	s.Client.TLS = delivery.TLS{Roots: roots}
	return s
}

// certificate makes one for 127.0.0.1 that is valid for so long.
func certificate(t *testing.T, valid time.Duration) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "receiver"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(valid),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func with(c tls.Certificate) func(*httptest.Server) {
	return func(s *httptest.Server) { s.TLS = &tls.Config{Certificates: []tls.Certificate{c}} }
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		valid    time.Duration
		insecure bool
		want     result.Status
		message  string
	}{
		{"a year", 365 * 24 * time.Hour, false, result.Pass, ""},
		{"a week", 7 * 24 * time.Hour, false, result.Warn, "ends soon"},
		{"expired, but accepted", -time.Minute, true, result.Warn, "expired"},
	} {
		s := secureReceiver(t, with(certificate(t, c.valid)))
		s.Client.TLS.Insecure = c.insecure
		s.Only = []string{"TRN-003"}
		got := run(t, s).ByCase("TRN-003")
		if got.Status != c.want || !strings.Contains(got.Message, c.message) {
			t.Errorf("%s: got %s %q, want %s with %q", c.name, got.Status, got.Message, c.want, c.message)
		}
	}
}

// A target whose certificate is not accepted has no other verdict, and the run says why once.
func TestBadCertificateEndsTheRun(t *testing.T) {
	t.Parallel()
	s := secureReceiver(t, with(certificate(t, -time.Minute)))
	r := run(t, s)
	if r.Exit != outcome.Trouble || !strings.Contains(r.Cause, "certificate: expired") {
		t.Errorf("got exit %d and cause %q, want 3 and the certificate", r.Exit, r.Cause)
	}
	for i := range r.Cases {
		if c := &r.Cases[i]; c.Status != result.Skip && c.ID != "TRN-001" {
			t.Errorf("%s has the verdict %s", c.ID, c.Status)
		}
	}
}

func TestOldTLS(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		min  uint16
		want result.Status
	}{{"1.2 and newer", tls.VersionTLS12, result.Pass}, {"1.0 too", tls.VersionTLS10, result.Note}} {
		s := secureReceiver(t, func(server *httptest.Server) {
			server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate(t, time.Hour)}, MinVersion: c.min}
		})
		s.Only = []string{"TRN-004"}
		if got := run(t, s).ByCase("TRN-004"); got.Status != c.want {
			t.Errorf("%s: got %s %q, want %s", c.name, got.Status, got.Message, c.want)
		}
	}
}

func TestHTTP2(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		change  func(*httptest.Server)
		want    result.Status
		message string
	}{
		{"served", with(certificate(t, time.Hour)), result.Pass, ""},
		{"not offered", func(s *httptest.Server) { s.EnableHTTP2 = false; with(certificate(t, time.Hour))(s) }, result.Pass, "does not offer HTTP/2"},
		{"offered and broken", func(s *httptest.Server) {
			next := s.Config.Handler
			s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.ProtoMajor == 2 {
					w.WriteHeader(http.StatusHTTPVersionNotSupported)
					return
				}
				next.ServeHTTP(w, r)
			})
			with(certificate(t, time.Hour))(s)
		}, result.Note, "the control is VALID, this is not"},
	} {
		s := secureReceiver(t, c.change)
		s.Only = []string{"TRN-017"}
		if got := run(t, s).ByCase("TRN-017"); got.Status != c.want || !strings.Contains(got.Message, c.message) {
			t.Errorf("%s: got %s %q, want %s with %q", c.name, got.Status, got.Message, c.want, c.message)
		}
	}
}

// TRN-002 is not for this machine: the target is called something else here, and its connections lead back.
func TestPlainHTTP(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*scenarios.Suite)
		want   result.Status
	}{
		{"remote", func(s *scenarios.Suite) { s.Target.ServerName = "receiver.example" }, result.Warn},
		{"remote, allowed", func(s *scenarios.Suite) { s.Target.ServerName, s.AllowHTTP = "receiver.example", true }, result.Skip},
		{"loopback", func(*scenarios.Suite) {}, result.Skip},
	} {
		s := receiver(t, "")
		c.change(s)
		s.Only = []string{"TRN-002"}
		if got := run(t, s).ByCase("TRN-002"); got.Status != c.want {
			t.Errorf("%s: got %s %q, want %s", c.name, got.Status, got.Message, c.want)
		}
	}
}

// The whole catalogue holds over TLS too.
func TestSecureReceiverIsGreen(t *testing.T) {
	t.Parallel()
	s := secureReceiver(t, with(certificate(t, 365*24*time.Hour)))
	r := run(t, s)
	for i := range r.Cases {
		if c := &r.Cases[i]; c.Status != result.Pass && c.Status != result.Skip {
			t.Errorf("%s: got %s: %s", c.ID, c.Status, c.Message)
		}
	}
	if got := r.ByCase("TRN-017"); !slices.ContainsFunc(got.Steps, func(s result.Step) bool { return strings.Contains(s.Name, "HTTP/2") }) {
		t.Errorf("got %v, want an exchange over HTTP/2", got.Steps)
	}
}
