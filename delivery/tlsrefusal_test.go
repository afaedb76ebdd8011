package delivery

import (
	"crypto/tls"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// What TLS servers refuse Chat for is told by name: the judge's advice goes by it.
func TestTLSRefusalsAreNamed(t *testing.T) {
	t.Parallel()
	known := httptest.NewTLSServer(nil)
	known.Close()
	for name, config := range map[string]*tls.Config{
		"certificate required":    {ClientAuth: tls.RequireAnyClientCert},
		"no application protocol": {NextProtos: []string{"h2"}},
	} {
		config.Certificates = known.TLS.Certificates
		l, err := tls.Listen("tcp", "127.0.0.1:0", config)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				_, _ = conn.Read(make([]byte, 1)) // shakes hands, and fails
				conn.Close()
			}
		}()
		target, err := ParseTarget("https://" + l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		// Go lets who offers http/1.1 pass a server of h2 alone; others do not.
		c := &Client{Target: target, TLS: TLS{Insecure: true, NextProtos: []string{"x"}}}
		var m Message
		m.Put([]byte("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"))
		var x exchange.Exchange
		if err := c.Do(t.Context(), &m, &x); err != nil {
			t.Fatal(err)
		}
		if x.Failure.Cause != callback.TLS || !strings.Contains(x.Failure.Detail, name) {
			t.Errorf("got %+v, want the alert %q", x.Failure, name)
		}
	}
}
