package mockserver

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/chatcb/chatcb/mockserver/fault"
)

// The limits of [Server.HTTPServer]. A request that takes longer to come is given up with 408.
const (
	readTime       = 10 * time.Second
	idleTime       = 2 * time.Minute
	maxHeaderBytes = 64 << 10
)

// HTTPServer returns a server with limits on the headers and the time of requests, which serves HTTP/1.1 only. The time
// of answers has no limit: faults hold them back.
func (s *Server) HTTPServer() *http.Server {
	h := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: readTime,
		ReadTimeout:       readTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          log.New(panics{os.Stderr}, "", log.LstdFlags),
		Protocols:         new(http.Protocols),
	}
	h.Protocols.SetHTTP1(true)
	return h
}

// SelfSigned makes a certificate for localhost, the loopback addresses and the names given, and returns it also as PEM,
// for clients to trust. Chat takes certificates of public authorities only.
func SelfSigned(now time.Time, names ...string) (tls.Certificate, []byte, error) {
	certificate, err := fault.Certificate(nil, func(c *x509.Certificate) {
		c.Subject.CommonName, c.NotBefore, c.NotAfter = "chatcb mock server", now.Add(-time.Hour), now.Add(90*24*time.Hour)
		c.IsCA, c.KeyUsage = true, c.KeyUsage|x509.KeyUsageCertSign
		for _, name := range names {
			if ip := net.ParseIP(name); ip != nil {
				c.IPAddresses = append(c.IPAddresses, ip)
			} else {
				c.DNSNames = append(c.DNSNames, name)
			}
		}
	})
	if err != nil {
		return certificate, nil, fmt.Errorf("self-made certificate: %w", err)
	}
	return certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]}), nil
}

// panics passes on what net/http says of panics. What else goes wrong on a connection is the client's affair.
type panics struct{ to io.Writer }

func (p panics) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte("panic serving")) {
		return p.to.Write(line)
	}
	return len(line), nil
}
