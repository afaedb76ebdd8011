package delivery

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
)

// TLS says how a client speaks TLS. The zero value verifies against the system's roots and offers HTTP/1.1 only.
type TLS struct {
	Roots      *x509.CertPool // nil means the system's; see RootsWith
	Insecure   bool           `flag:"insecure" short:"k"` // any certificate will do
	ServerName string         `flag:"server-name"`        // instead of the target's host: sent, and looked for in the certificate
	MinVersion uint16         // as in crypto/tls; 0 means TLS 1.2, or TLS 1.0 if MaxVersion is lower
	MaxVersion uint16         // 0 means the latest
	NextProtos []string       // offered in ALPN; nil means http/1.1
}

// RootsWith returns the system's roots and the certificates of a PEM file.
func RootsWith(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("CA file: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool() // a system without roots can still use the file's
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, errors.New("CA file: no certificate in " + file + "; it must hold PEM blocks of type CERTIFICATE")
	}
	return roots, nil
}

// Config is what it says of connections to a target, for crypto/tls.
func (t *TLS) Config(target *Target) *tls.Config {
	c := &tls.Config{
		RootCAs:            t.Roots,
		InsecureSkipVerify: t.Insecure, //nolint:gosec // a tool for testing receivers, and only when asked
		ServerName:         cmp.Or(t.ServerName, target.ServerName),
		MinVersion:         t.MinVersion,
		MaxVersion:         t.MaxVersion,
		NextProtos:         t.NextProtos,
	}
	if c.NextProtos == nil {
		c.NextProtos = []string{"http/1.1"}
	}
	if c.MinVersion == 0 {
		c.MinVersion = tls.VersionTLS12
		if c.MaxVersion != 0 && c.MaxVersion < tls.VersionTLS12 {
			c.MinVersion = tls.VersionTLS10
		}
	}
	return c
}
