package mockserver

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"

	"github.com/chatcb/chatcb/internal/conns"
)

// secure has the connection begin with a handshake, on which faults may act.
func (c *connection) secure(config *tls.Config) {
	own := config
	config = config.Clone()
	config.GetConfigForClient = func(*tls.ClientHelloInfo) (changed *tls.Config, err error) {
		s := c.listener.server
		changed, c.injected, err = s.plan.Load().Handshake(own, s.config.Now())
		return changed, err
	}
	c.Conn, c.isTLS = tls.Server(beneath{c.slot, c}, config), true
}

// beneath is what the TLS of a connection goes over.
type beneath struct {
	*conns.Conn
	above *connection
}

// forHTTP is the connection as net/http is to have it: it reads once more what has been read already.
func (c *connection) forHTTP() net.Conn {
	c.slot.Work()
	_ = c.SetDeadline(time.Time{})
	if c.begun {
		c.first = c.limit
	}
	if t, ok := c.Conn.(*tls.Conn); ok && t.ConnectionState().NegotiatedProtocol == "h2" {
		return t // net/http speaks HTTP/2 with nothing else
	}
	c.ahead = len(c.buf)
	c.request.Reset()
	c.request.MaxBody = maxNoted
	return c
}

// connectionOf finds the connection of what net/http has.
func connectionOf(conn net.Conn) *connection {
	if t, ok := conn.(*tls.Conn); ok {
		return t.NetConn().(beneath).above
	}
	return conn.(*connection)
}

// connKey is the key of a *connection in the context of its requests.
type connKey struct{}

func withConnection(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, connectionOf(conn))
}

// connection is that of a request which came through net/http; nil on a listener of another's making.
func (h *handler) connection() *connection { return connectionOfRequest(h.HTTP) }

func connectionOfRequest(r *http.Request) *connection {
	c, _ := r.Context().Value(connKey{}).(*connection)
	return c
}

// maxNoted bounds the bytes of a request that are noted while net/http reads it.
const maxNoted = DefaultMaxBody + 2*maxHeaderBytes

// Read reads for net/http, and notes what it has read.
func (c *connection) Read(b []byte) (int, error) {
	c.mu.Lock()
	if c.ahead > 0 {
		defer c.mu.Unlock()
		n := copy(b, c.buf[len(c.buf)-c.ahead:])
		c.ahead -= n
		return n, nil
	}
	c.mu.Unlock()
	n, err := c.Conn.Read(b)
	c.mu.Lock()
	defer c.mu.Unlock()
	if n > 0 && !c.take(n) {
		return 0, errHeld
	}
	if c.lost = c.lost || len(c.buf)+n > maxNoted; c.lost {
		c.buf = nil
	} else {
		c.buf = append(c.buf, b[:n]...)
	}
	return n, err
}

// came returns the request that net/http has read, as it came, as far as it did, and forgets the one before. It reports
// false where that is not known.
func (c *connection) came() (raw []byte, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.first = time.Time{}
	r := &c.request
	if c.noted { // what of it was not read when it was handled has been since
		if whole, err := r.Advance(c.buf); !whole || err != nil {
			c.lost = true
		} else {
			if c.buf = c.buf[r.End:]; len(c.buf) < longRequest {
				c.buf = bytes.Clone(c.buf)
				c.slot.Give()
			}
			r.Reset()
		}
	}
	if c.noted = true; c.lost {
		return nil, false
	}
	whole, err := r.Advance(c.buf)
	switch {
	case err != nil || r.HeadEnd == 0:
		c.lost = true
		return nil, false
	case whole:
		return c.buf[r.Start:r.End], true
	}
	return c.buf[r.Start:], true
}

// SetReadDeadline is that of the connection, but that a request which net/http got in part has no more time than others.
func (c *connection) SetReadDeadline(t time.Time) error {
	if !c.first.IsZero() && t.After(c.first) {
		t = c.first
	}
	return c.Conn.SetReadDeadline(t)
}

// NetConn is the connection beneath, for faults that need it.
func (c *connection) NetConn() net.Conn { return c.Conn }

// CloseWrite ends sending.
func (c *connection) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
