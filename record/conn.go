package record

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// conn is one connection of a client and the one to the backend that belongs to it. One goroutine owns it at a time;
// while a request is uploaded, a second one owns the reading from the client.
type conn struct {
	p      *Proxy
	client net.Conn
	extra  callback.Member // who the client is
	url    string          // asked for last: see asked
	idle   atomic.Bool     // it waits for a request

	in       []byte // what was read from the client and is not yet passed on
	head     http1.Request
	up       *upstream
	entry    *entry
	watchdog *time.Timer
	noted    bool // extra is set

	// Of the exchange at hand.
	tail      []byte // of the answer, held until the exchange is written down
	passed    int    // bytes of the answer that were passed on
	interims  int    // interim answers among them, under a guard
	out       []byte // the request with another Host
	status    int    // of an answer of the proxy's own; 0 is as the failure says
	last      bool   // nothing comes after it
	deaf      bool   // the client takes no more bytes
	uploading bool   // not all of the request was read: the client may still be sending it
}

// serve serves the connection until it ends. It reports false when another goroutine has taken the connection over.
func (c *conn) serve() bool {
	if !c.noted {
		c.noted = true
		c.extra = callback.Member{Name: "client", Value: string(rawjson.AppendString(nil, c.client.RemoteAddr().String()))}
		if t, ok := c.client.(*tls.Conn); ok {
			_ = t.SetDeadline(time.Now().Add(c.p.Timeout))
			if t.Handshake() != nil {
				c.close()
				return true
			}
		}
	}
	for !c.last && c.await() {
		if !c.exchange() {
			return false
		}
	}
	c.close()
	return true
}

func (c *conn) close() {
	c.dropUpstream()
	if c.uploading && !c.deaf {
		c.linger()
	}
	c.client.Close()
}

// await reads until there is the header block of a request. It reports false when there will be none.
func (c *conn) await() bool {
	if c.entry == nil {
		c.entry = c.p.newEntry()
	}
	if len(c.in) > 0 { // pipelined
		c.begin()
		if done, ok := c.readHead(); done {
			return ok
		}
	} else {
		_ = c.client.SetReadDeadline(time.Now().Add(c.p.IdleTimeout))
	}
	c.idle.Store(len(c.in) == 0)
	defer c.idle.Store(false)
	for {
		if c.p.conns.draining.Load() && len(c.in) == 0 {
			return false
		}
		c.in = room(c.in)
		n, err := c.client.Read(c.in[len(c.in):cap(c.in)])
		if n > 0 && len(c.in) == 0 {
			c.idle.Store(false)
			c.begin()
		}
		c.in = c.in[:len(c.in)+n]
		if n > 0 {
			if done, ok := c.readHead(); done {
				return ok
			}
		}
		if err != nil {
			if timedOut(err) && len(c.in) > 0 && time.Now().Before(c.clientLimit()) {
				_ = c.client.SetReadDeadline(c.clientLimit()) // it was woken to end, as its request began
				continue
			}
			return false
		}
	}
}

// begin notes when the first byte of a request came.
func (c *conn) begin() {
	c.entry.x.Start = time.Now()
	_ = c.client.SetDeadline(c.clientLimit())
}

// clientLimit is when a client that does not read or write is given up: after the backend, so that it can be told.
func (c *conn) clientLimit() time.Time { return c.entry.x.Start.Add(c.p.Timeout + 5*time.Second) }

// room returns b with space for a good part of a message.
func room(b []byte) []byte {
	if cap(b)-len(b) >= 2048 {
		return b
	}
	grown := make([]byte, len(b), max(8192, 2*cap(b)))
	copy(grown, b)
	return grown
}

// readHead reads the header block from what has come. Done says that there is no more to read for it, ok that there is
// one.
func (c *conn) readHead() (done, ok bool) {
	c.head.MaxHead = c.p.MaxHead
	ok, err := c.head.ReadHead(c.in)
	if err == nil {
		return ok, ok
	}
	refusal, _ := errors.AsType[*http1.Error](err)
	c.p.stats.refused.Add(1)
	c.p.notice(fmt.Sprintf("a request from %s was refused with %d: %s", c.client.RemoteAddr(), refusal.Status, refusal.What))
	_, _ = c.client.Write(plainAnswer(refusal.Status, refusal.What)) // a client that is gone need not know
	c.linger()
	return true, false
}

// lingerTime is how long a client that is still sending has to see that it was answered.
const lingerTime = 500 * time.Millisecond

// linger ends sending, and for a while reads what the client still sends: closing with unread bytes resets the connection,
// and the answer may be lost on its way.
func (c *conn) linger() {
	if half, ok := c.client.(interface{ CloseWrite() error }); ok && half.CloseWrite() != nil {
		return
	}
	_ = c.client.SetReadDeadline(time.Now().Add(lingerTime))
	buf := make([]byte, 8192)
	for {
		if _, err := c.client.Read(buf); err != nil {
			return
		}
	}
}

var reasons = map[int]string{
	400: "Bad Request", 431: "Request Header Fields Too Large", 501: "Not Implemented", 502: "Bad Gateway",
	504: "Gateway Timeout", 505: "HTTP Version Not Supported",
}

// plainAnswer is an answer of the proxy's own, after which the connection ends.
func plainAnswer(status int, text string) []byte {
	return fmt.Appendf(nil, "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s\n",
		status, reasons[status], len(text)+1, text)
}

func timedOut(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
