package delivery

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptrace"
	"time"

	"github.com/chatcb/chatcb/exchange"
)

// connect opens a connection, and shakes hands where the target is https. It fills the phases of x, or its failure. It
// returns nil without a failure when ctx ended.
func (c *Client) connect(ctx context.Context, x *exchange.Exchange, limit time.Time) *socket {
	dctx, cancel := context.WithDeadline(ctx, limit)
	defer cancel()
	base, err := c.dial(dctx, x)
	if err != nil {
		if ctx.Err() == nil {
			x.Failure = ConnectFailure(c.Target, err, time.Since(x.Start))
			x.Phases.LastByte = time.Since(x.Start)
		}
		return nil
	}
	x.Phases.Connect = time.Since(x.Start)
	if !c.Target.Secure {
		return newSocket(base, base, &c.memory)
	}
	config := c.TLS.Config(c.Target)
	conn := tls.Client(base, config)
	if err := conn.HandshakeContext(dctx); err != nil {
		_ = base.Close()
		if ctx.Err() == nil {
			c.noteCertificates(conn, err)
			x.Failure = HandshakeFailure(err, config.ServerName, time.Since(x.Start))
			x.Phases.LastByte = time.Since(x.Start)
		}
		return nil
	}
	x.Phases.TLS = time.Since(x.Start)
	c.noteCertificates(conn, nil)
	return newSocket(conn, base, &c.memory)
}

func (c *Client) dial(ctx context.Context, x *exchange.Exchange) (net.Conn, error) {
	if c.Dial != nil {
		return c.Dial(ctx, c.Target.Network, c.Target.Address)
	}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSDone: func(httptrace.DNSDoneInfo) { x.Phases.DNS = time.Since(x.Start) },
	})
	d := net.Dialer{KeepAlive: -1} // a dead receiver is found by the timeout
	return d.DialContext(ctx, c.Target.Network, c.Target.Address)
}

// noteCertificates keeps what the receiver showed last, verified or not.
func (c *Client) noteCertificates(conn *tls.Conn, err error) {
	chain := conn.ConnectionState().PeerCertificates
	if e, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		chain = e.UnverifiedCertificates
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.certificates = chain
}

// Certificates is the chain that the receiver showed in the latest handshake, its own first, also when the handshake
// failed over it; nil before one.
func (c *Client) Certificates() []*x509.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.certificates
}
