package record

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/conns"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// conn is one connection of a client and the one to the backend that belongs to it. One goroutine owns it; while a request is
// uploaded, a second one owns the reading from the client.
type conn struct {
	p      *Proxy
	client *conns.Conn
	extra  callback.Member // who the client is

	in    []byte // what was read from the client and is not yet passed on
	head  http1.Request
	up    *upstream
	entry *entry

	// Of the exchange at hand.
	tail      []byte    // of the answer, held until the exchange is written down
	passed    int       // bytes of the answer that were passed on
	interims  int       // interim answers among them, under a guard
	out       []byte    // the request with another Host
	status    int       // of an answer of the proxy's own; 0 is as the failure says
	due       time.Time // when the guard was to answer, where it did
	last      bool      // nothing comes after it
	deaf      bool      // the client takes no more bytes
	uploading bool      // not all of the request was read: the client may still be sending it
}

// serve serves the connection until it ends.
func (c *conn) serve() {
	defer c.close()
	c.extra = callback.Member{Name: "client", Value: string(rawjson.AppendString(nil, c.client.RemoteAddr().String()))}
	if t, ok := c.client.Conn.(*tls.Conn); ok {
		_ = t.SetDeadline(time.Now().Add(c.p.Timeout))
		if t.Handshake() != nil {
			return
		}
	}
	for !c.last && c.await() {
		c.exchange()
	}
}

func (c *conn) close() {
	c.dropUpstream()
	if c.uploading && !c.deaf {
		conns.Linger(c.client)
	}
	c.client.Close()
}

// await reads until there is the header block of a request. It reports false when there will be none.
func (c *conn) await() bool {
	if c.entry == nil {
		c.entry = &entry{}
	}
	if len(c.in) > 0 { // pipelined
		c.begin()
		if done, ok := c.readHead(); done {
			return ok
		}
	} else {
		_ = c.client.SetDeadline(time.Now().Add(c.p.IdleTimeout))
		if !c.client.Wait() {
			return false
		}
	}
	for {
		c.in = room(c.in)
		n, err := c.client.Read(c.in[len(c.in):cap(c.in)])
		if n > 0 && len(c.in) == 0 {
			if !c.client.Work() {
				return false
			}
			c.begin()
		}
		c.in = c.in[:len(c.in)+n]
		if n > 0 {
			if done, ok := c.readHead(); done {
				return ok
			}
		}
		if err != nil {
			return false
		}
	}
}

// begin notes when the first byte of a request came.
func (c *conn) begin() {
	c.entry.x.Start = time.Now()
	_ = c.client.SetDeadline(c.clientLimit())
	c.client.Reading(true)
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
	if ok || err != nil {
		c.client.Reading(false)
	}
	if err == nil {
		return ok, ok
	}
	refusal, _ := errors.AsType[*http1.Error](err)
	c.p.count(&c.p.stats.Refused)
	c.p.notice("a request from {client} was refused with {status}: {why}", "client", c.client.RemoteAddr(), "status", refusal.Status,
		"why", refusal.What)
	_, _ = c.client.Write(plainAnswer(refusal.Status, refusal.What)) // a client that is gone need not know
	conns.Linger(c.client)
	return true, false
}

// plainAnswer is an answer of the proxy's own, after which the connection ends.
func plainAnswer(status int, text string) []byte {
	return fmt.Appendf(nil, "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s\n",
		status, http.StatusText(status), len(text)+1, text)
}

func timedOut(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
