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

// forgery is how a receiver spoils a handshake, so that Chat sends nothing and lets everybody through. Certificates are issued
// by the server's own one, which is their authority: who trusts that finds this fault and no other.
type forgery struct {
	Ends   time.Duration `yaml:"ends"`                         // the certificate, from now on
	Names  []string      `yaml:"names"`                        // of hosts that it is for
	Issuer string        `yaml:"issuer" enum:"itself,missing"` // missing is one in the middle of a chain, which is not sent
	Old    bool          `yaml:"old"`                          // it takes TLS 1.0 too, with the certificate that it has
}

// forged is the certificate that a forgery presents, made once for each run of a script.
type forged struct {
	once        sync.Once
	certificate tls.Certificate
	err         error
}

// present spoils what a handshake is made with.
func (f *forgery) present(kept *forged, config *tls.Config) error {
	if f.Old {
		config.MinVersion = tls.VersionTLS10
		return nil
	}
	kept.once.Do(func() {
		if len(config.Certificates) == 0 {
			kept.err = errors.New("the server has no certificate of its own that could issue another")
			return
		}
		kept.certificate, kept.err = f.make(&config.Certificates[0])
	})
	config.Certificates = []tls.Certificate{kept.certificate}
	return kept.err
}

func (f *forgery) make(own *tls.Certificate) (tls.Certificate, error) {
	issuer := own
	switch f.Issuer {
	case "itself":
		issuer = nil
	case "missing":
		middle, err := Certificate(own, func(c *x509.Certificate) {
			c.IsCA, c.KeyUsage, c.Subject.CommonName = true, x509.KeyUsageCertSign, "chatcb mock server, the issuer in the middle"
		})
		if err != nil {
			return middle, err
		}
		issuer = &middle
	}
	return Certificate(issuer, func(c *x509.Certificate) {
		if f.Ends != 0 {
			c.NotAfter = time.Now().Add(f.Ends)
		}
		if f.Names != nil {
			c.DNSNames, c.IPAddresses = f.Names, nil
		}
	})
}

// Certificate makes a certificate for this machine, changed, by an issuer or, where there is none, by itself.
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
	change(template)
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
