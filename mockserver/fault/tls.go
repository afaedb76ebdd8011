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
	"sync"
	"time"
)

// nativeHandshakes are the faults of handshakes, so that Chat sends nothing and lets everybody through. Certificates are issued
// by the server's own one, which is their authority: who trusts that finds this fault and no other.
func nativeHandshakes() map[string]Fault {
	lasting := func(d time.Duration) Fault {
		return presenting(func(c *x509.Certificate) { c.NotAfter = time.Now().Add(d) })
	}
	return map[string]Fault{
		"tls-expired":         lasting(-24 * time.Hour),
		"tls-ends-soon":       lasting(7 * 24 * time.Hour),
		"tls-wrong-name":      presenting(func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = []string{"other.example"}, nil }),
		"tls-self-signed":     forging(func(tls.Certificate) (tls.Certificate, error) { return Certificate(nil, nil) }),
		"tls-no-intermediate": forging(withoutIssuer),
		"tls-old-versions": {secure: func(_ *act, config *tls.Config) error {
			config.MinVersion = tls.VersionTLS10
			return nil
		}},
	}
}

// forgery is the certificate that a fault presents, made once for each run of a script.
type forgery struct {
	once        sync.Once
	certificate tls.Certificate
	err         error
}

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

// forging presents the certificate that make returns, which is given the server's own one.
func forging(make func(own tls.Certificate) (tls.Certificate, error)) Fault {
	return Fault{
		state:  func() any { return new(forgery) },
		secure: func(a *act, config *tls.Config) error { return a.state.(*forgery).present(config, make) },
	}
}

// presenting replaces the certificate by one that the server's own has issued, with a change.
func presenting(change func(*x509.Certificate)) Fault {
	return forging(func(own tls.Certificate) (tls.Certificate, error) { return Certificate(&own, change) })
}

// withoutIssuer is the end of a chain of three whose middle is missing.
func withoutIssuer(own tls.Certificate) (tls.Certificate, error) {
	middle, err := Certificate(&own, func(c *x509.Certificate) {
		c.IsCA, c.KeyUsage, c.Subject.CommonName = true, x509.KeyUsageCertSign, "chatcb mock server, the issuer in the middle"
	})
	if err != nil {
		return middle, err
	}
	return Certificate(&middle, nil)
}

// Certificate makes a certificate for this machine, with a change, by an issuer or, where there is none, by itself.
func Certificate(issuer *tls.Certificate, change func(*x509.Certificate)) (tls.Certificate, error) {
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
