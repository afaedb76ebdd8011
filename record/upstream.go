package record

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/neterr"
	"github.com/chatcb/chatcb/internal/peek"
)

// upstream is a connection to the backend.
type upstream struct {
	conn   net.Conn
	peeker *peek.Peeker // of a connection without TLS, where nothing but answers comes
	used   bool         // it has carried an exchange
}

// outOfStep reports whether something came on a connection that nobody uses. What comes unasked is no answer, and would be
// taken for the next one.
func (u *upstream) outOfStep(limit time.Time) bool {
	if u.peeker == nil {
		return false
	}
	_ = u.conn.SetDeadline(limit) // or there would be no looking at it once that of the exchange before has passed
	held, _ := u.peeker.Peek()
	return held == peek.Bytes
}

// connect opens the connection to the backend if there is none, and notes the phases or the failure.
func (c *conn) connect(limit time.Time) bool {
	x := &c.entry.x
	if c.up != nil && c.up.used && c.up.outOfStep(limit) {
		c.dropUpstream()
	}
	if c.up != nil {
		x.Reused = c.up.used
		return true
	}
	ctx, cancel := context.WithDeadline(context.Background(), limit)
	defer cancel()
	target := c.p.Target
	d := net.Dialer{KeepAlive: -1}
	base, err := d.DialContext(ctx, target.Network, target.Address)
	if err != nil {
		x.Failure = delivery.ConnectFailure(target, err, time.Since(x.Start))
		return false
	}
	x.Phases.Connect = time.Since(x.Start)
	if c.p.upstream == nil {
		c.up = &upstream{conn: base, peeker: peek.New(base)}
		return true
	}
	secure := tls.Client(base, c.p.upstream)
	if err := secure.HandshakeContext(ctx); err != nil {
		base.Close()
		x.Failure = delivery.HandshakeFailure(err, c.p.upstream.ServerName, time.Since(x.Start))
		return false
	}
	x.Phases.TLS = time.Since(x.Start)
	c.up = &upstream{conn: secure}
	return true
}

func (c *conn) dropUpstream() {
	if c.up != nil {
		c.up.conn.Close()
		c.up = nil
	}
}

// vanished reports whether a kept connection ended before a byte of the answer: closed for being idle, most likely.
func vanished(err error) bool {
	return errors.Is(err, io.EOF) || neterr.Is(err, neterr.Reset, neterr.BrokenPipe)
}
