package delivery

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/neterr"
)

// HandshakeFailure names what kept the TLS handshake with the host of this name from succeeding.
func HandshakeFailure(err error, name string, took time.Duration) exchange.Failure {
	return exchange.Failure{Cause: callback.TLS, Detail: handshakeWords(err, name, took)}
}

func handshakeWords(err error, name string, took time.Duration) string {
	if e, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "certificate: " + certificateWords(e, name)
	}
	if e, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		if bytes.HasPrefix(e.RecordHeader[:], []byte("HTTP")) {
			return "handshake: the receiver answered in plain HTTP; is the URL http instead of https?"
		}
		return "handshake: the receiver does not speak TLS"
	}
	if words, ok := alertWords(err); ok {
		return words
	}
	switch {
	case timedOut(err) || errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("handshake: not finished within %v", rounded(took))
	case errors.Is(err, io.EOF):
		return "handshake: the receiver closed the connection"
	case neterr.Is(err, neterr.Reset, neterr.BrokenPipe):
		return "handshake: the receiver reset the connection"
	case strings.Contains(err.Error(), "unsupported version") || strings.Contains(err.Error(), "protocol version"):
		return "version: no TLS version in common (" + trimmed(err) + ")"
	}
	return "handshake: " + trimmed(err)
}

// alertWords reads an alert that the other side sent.
func alertWords(err error) (string, bool) {
	e, ok := errors.AsType[*net.OpError](err)
	if !ok || e.Op != "remote error" {
		return "", false
	}
	what := "handshake"
	if strings.Contains(e.Err.Error(), "protocol version") {
		what = "version"
	}
	return what + ": the receiver refused with the alert " + fmt.Sprintf("%q", trimmed(e.Err)), true
}

func trimmed(err error) string { return strings.TrimPrefix(err.Error(), "tls: ") }

// certificateWords says what is wrong with a certificate, in words that begin with the kind of problem.
func certificateWords(e *tls.CertificateVerificationError, name string) string {
	if host, ok := errors.AsType[x509.HostnameError](e); ok {
		return fmt.Sprintf("wrong host: it is for %s, not for %s", certificateNames(host.Certificate), name)
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](e); ok {
		return invalidWords(invalid)
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](e); ok {
		return authorityWords(e.UnverifiedCertificates)
	}
	return e.Err.Error()
}

func invalidWords(e x509.CertificateInvalidError) string {
	const day = "2006-01-02 15:04 MST"
	switch {
	case e.Reason != x509.Expired:
		return "invalid: " + e.Error()
	case time.Now().Before(e.Cert.NotBefore):
		return "not yet valid: it begins on " + e.Cert.NotBefore.UTC().Format(day)
	}
	return "expired: it ended on " + e.Cert.NotAfter.UTC().Format(day)
}

func authorityWords(chain []*x509.Certificate) string {
	if len(chain) == 0 {
		return "unknown authority"
	}
	leaf, last := chain[0], chain[len(chain)-1]
	if bytes.Equal(leaf.RawIssuer, leaf.RawSubject) {
		return "self-signed"
	}
	return fmt.Sprintf("unknown authority: issued by %q, which no known root vouches for", last.Issuer.String())
}

func certificateNames(c *x509.Certificate) string {
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "no host at all"
	}
	return strings.Join(names, ", ")
}
