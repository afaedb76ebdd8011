package catalogue

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
)

// secureRun runs the scenarios about TLS against a mock server with HTTPS that misbehaves.
func secureRun(t *testing.T, id string, insecure bool) *result.Run {
	t.Helper()
	own, pem, err := mockserver.SelfSigned(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving := brokenReceiver(t, id, testToken, "").(*mockserver.Server).Listener()
	go serving.ServeTLS(l, &tls.Config{Certificates: []tls.Certificate{own}, NextProtos: []string{"h2", "http/1.1"}})
	t.Cleanup(func() { serving.Close() })
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	s := suiteFor(t, "https://"+l.Addr().String())
	s.Client.TLS = delivery.TLS{Roots: roots, Insecure: insecure}
	s.Only = []string{"TRN-003", "TRN-004", "TRN-017"}
	return run(t, s)
}

// TestSecureReceivers is the matrix for faults of TLS, which need a real connection: the scenarios find exactly what a receiver
// declares, and nothing on one that is right.
func TestSecureReceivers(t *testing.T) {
	t.Parallel()
	if got := fired(secureRun(t, "", false)); len(got) > 0 {
		t.Errorf("a right receiver: got %v", got)
	}
	n := 0
	for f := range fault.All() {
		if f.Group != "TLS" {
			continue
		}
		n++
		if got := fired(secureRun(t, f.ID, true)); !slices.Equal(got, f.Fires) {
			t.Errorf("%s: got %v, want %v", f.ID, got, f.Fires)
		}
		// Who looks at certificates, as Chat does, gets no answer from most; the run says so once, and proves nothing else.
		invalid := slices.Contains(f.Fires, "TRN-003") && f.ID != "tls-ends-soon"
		r := secureRun(t, f.ID, false)
		if (r.Exit == outcome.Trouble) != invalid || invalid && !strings.Contains(r.Cause, "certificate") {
			t.Errorf("%s: got exit %d and cause %q, want a certificate that is not accepted: %v", f.ID, r.Exit, r.Cause, invalid)
		}
	}
	if n < 7 {
		t.Errorf("got %d receivers", n)
	}
}
