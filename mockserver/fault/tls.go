package fault

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"net/http"
	"sync"
	"time"
)

// tlsFaults is broken in its handshakes, so that Chat sends nothing and lets everybody through, or in what comes of them.
// Certificates are issued by the server's own one, which is their authority: who trusts that finds this fault and no other.
var tlsFaults = []*Fault{
	{
		ID: "tls-expired", Group: "TLS", Fires: []string{"TRN-003"}, Title: "has a certificate that ended yesterday",
		state: newForgery, secure: presenting(func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-24 * time.Hour) }),
	},
	{
		ID: "tls-ends-soon", Group: "TLS", Fires: []string{"TRN-003"}, Title: "has a certificate that ends in a week, and nobody renews it",
		state: newForgery, secure: presenting(func(c *x509.Certificate) { c.NotAfter = time.Now().Add(7 * 24 * time.Hour) }),
	},
	{
		ID: "tls-wrong-name", Group: "TLS", Fires: []string{"TRN-003"}, Title: "has the certificate of another host",
		state: newForgery, secure: presenting(func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = []string{"other.example"}, nil }),
	},
	{
		ID: "tls-self-signed", Group: "TLS", Fires: []string{"TRN-003"}, Title: "has a certificate that no authority has issued",
		state: newForgery, secure: func(a *act, config *tls.Config) error {
			return a.forgery().present(config, func(tls.Certificate) (tls.Certificate, error) { return issue(nil, nil) })
		},
	},
	{
		ID: "tls-no-intermediate", Group: "TLS", Fires: []string{"TRN-003"}, Title: "leaves the certificate of its issuer out of the chain",
		state: newForgery, secure: func(a *act, config *tls.Config) error { return a.forgery().present(config, withoutIssuer) },
	},
	{
		ID: "tls-old-versions", Group: "TLS", Fires: []string{"TRN-004"}, Title: "accepts TLS 1.0 and 1.1 too",
		secure: func(_ *act, config *tls.Config) error {
			config.MinVersion = tls.VersionTLS10
			return nil
		},
	},
	{
		ID: "http2-chokes", Group: "TLS", Fires: []string{"TRN-017"}, Title: "offers HTTP/2, and answers 505 over it",
		answer: func(x *Handling, _ *hit) {
			if x.HTTP.ProtoMajor == 2 {
				x.Answer = Answer{Status: http.StatusHTTPVersionNotSupported}
			}
		},
	},
}

// forgery is the certificate that a fault presents, made once for each run of a script.
type forgery struct {
	once        sync.Once
	certificate tls.Certificate
	err         error
}

func newForgery() any { return new(forgery) }

func (a *act) forgery() *forgery { return a.state.(*forgery) }

// present has the certificate that make returns take the place of the server's own one, which it is given.
func (f *forgery) present(config *tls.Config, make func(own tls.Certificate) (tls.Certificate, error)) error {
	f.once.Do(func() {
		if len(config.Certificates) == 0 {
			f.err = errors.New("the server has no certificate of its own that could issue another")
			return
		}
		f.certificate, f.err = make(config.Certificates[0])
	})
	config.Certificates = []tls.Certificate{f.certificate}
	return f.err
}

// presenting replaces the certificate by one that the server's own has issued, with a change.
func presenting(change func(*x509.Certificate)) func(*act, *tls.Config) error {
	return func(a *act, config *tls.Config) error {
		return a.forgery().present(config, func(own tls.Certificate) (tls.Certificate, error) { return issue(&own, change) })
	}
}

// withoutIssuer is the end of a chain of three whose middle is missing.
func withoutIssuer(own tls.Certificate) (tls.Certificate, error) {
	middle, err := issue(&own, func(c *x509.Certificate) {
		c.IsCA, c.KeyUsage, c.Subject.CommonName = true, x509.KeyUsageCertSign, "chatcb mock server, the issuer in the middle"
	})
	if err != nil {
		return middle, err
	}
	return issue(&middle, nil)
}

// issue makes a certificate for this machine, by an issuer or, where there is none, by itself.
func issue(issuer *tls.Certificate, change func(*x509.Certificate)) (tls.Certificate, error) {
	none := tls.Certificate{}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return none, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return none, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "chatcb mock server, misbehaving"},
		NotBefore: now.Add(-365 * 24 * time.Hour), NotAfter: now.Add(90 * 24 * time.Hour), BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if change != nil {
		change(template)
	}
	parent, signer := template, any(key)
	if issuer != nil {
		if parent, err = x509.ParseCertificate(issuer.Certificate[0]); err != nil {
			return none, err
		}
		signer = issuer.PrivateKey
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}
