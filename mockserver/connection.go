package mockserver

import (
	"bytes"
	"crypto/tls"
	"errors"
	"net"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/conns"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// connection is one connection of a [Listener]. Once it is net/http's, it notes what net/http reads, so that exchanges
// hold the bytes of requests as they came.
type connection struct {
	net.Conn
	slot     *conns.Conn
	listener *Listener
	remote   string
	isTLS    bool
	injected []fault.Injection // of the handshake

	request http1.Request
	host    string    // of the last request
	out     []byte    // for the answer
	begun   bool      // bytes of the request have come
	limit   time.Time // the deadline that is set

	mu    sync.Mutex // net/http reads ahead while a request is handled
	buf   []byte     // what came from the beginning of the request at hand on
	ahead int        // of them net/http has not had so many yet
	noted bool       // a request was taken from them
	lost  bool       // what came is not known: it was too much, or made no sense
	first time.Time  // by when the request has to be there that had begun when net/http got the connection
}

// run answers requests one after the other, until the connection ends or is to be net/http's, which it reports.
func (c *connection) run() (pass bool) {
	defer func() {
		if v := recover(); v != nil { // of who is told of the exchange, say; with net/http too it ends this connection alone
			c.listener.http.ErrorLog.Printf("panic serving %s: %v\n%s", c.remote, v, debug.Stack())
			pass = false
		}
	}()
	if t, ok := c.Conn.(*tls.Conn); ok {
		_ = c.SetDeadline(time.Now().Add(readTime))
		if t.Handshake() != nil {
			return false
		}
		c.limit = time.Time{}
		if t.ConnectionState().NegotiatedProtocol == "h2" {
			return true
		}
	}
	c.buf = make([]byte, 0, 2048)
	c.request.MaxHead, c.request.MaxBody = maxHeaderBytes, c.listener.server.config.MaxBody
	for {
		whole, err := c.request.Advance(c.buf)
		if whole || err != nil {
			c.slot.Reading(false)
		}
		switch {
		case c.request.Defects&http1.LengthAndChunks != 0: // net/http would take what is hidden in it for a second request
			_, _ = c.Write([]byte(refusal)) // it is closed whether that reaches the client or not
			conns.Linger(c.Conn)
			return false
		case err != nil, c.request.HeadEnd > 0 && !c.plain(), whole && c.listener.server.plan.Load().Misbehaves():
			return true
		case whole:
			if !c.answer() {
				return false
			}
			c.buf = c.buf[:copy(c.buf, c.buf[c.request.End:])]
			if cap(c.buf) > longRequest && len(c.buf) < 2048 {
				c.buf = append(make([]byte, 0, 2048), c.buf...)
				c.slot.Give()
			}
			if c.request.Reset(); len(c.buf) > 0 {
				continue // pipelined
			}
			c.begun = false
			if !c.slot.Wait() {
				return false
			}
		}
		if err := c.read(); errors.Is(err, errHeld) {
			_, _ = c.Write([]byte(overloaded))
			conns.Linger(c.Conn)
			return false
		} else if err != nil {
			// A request that came in part and no further is net/http's to refuse.
			return len(bytes.TrimLeft(c.buf, "\r\n")) > 0 && !c.slot.Stopping()
		}
	}
}

// refusal is the answer to a request that has both Content-Length and Transfer-Encoding (RFC 9112, section 6.1).
const refusal = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: 46\r\n\r\n" +
	"both Content-Length and Transfer-Encoding here"

// overloaded is the answer to a request that is too long beside those that are being read.
const overloaded = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: 34\r\n\r\n" +
	"all requests together are too long"

// plain reports whether the request asks for an answer, and nothing else, in a way that nobody can dispute.
func (c *connection) plain() bool {
	r := &c.request
	path, _, _ := bytes.Cut(r.Target, []byte{'?'})
	return r.Minor == 1 && r.Hosts == 1 && !r.Expects && !r.Unusual && len(path) > 0 && path[0] == '/' && bytes.IndexByte(path, '%') < 0 &&
		bytes.IndexByte(r.Target, '#') < 0 && string(r.Method) != "HEAD" && string(r.Method) != "GET" && plainHost(r.Host)
}

// plainHost takes names and addresses, with a port or without.
func plainHost(b []byte) bool {
	for _, c := range b {
		if l := c | 0x20; (l < 'a' || l > 'z') && (c < '0' || c > '9') && bytes.IndexByte([]byte(".-_:[]"), c) < 0 {
			return false
		}
	}
	return len(b) > 0
}

// read waits for more bytes. Deadlines are renewed now and then only: setting one costs. A request has one from its
// first bytes on, however slowly the others come.
func (c *connection) read() error {
	now, wait := time.Now(), time.Duration(0)
	switch {
	case len(c.buf) > 0 && c.begun:
	case len(c.buf) > 0:
		c.begun, wait = true, readTime
	case c.limit.Sub(now) < idleTime/2:
		wait = idleTime
	}
	if wait > 0 {
		c.limit = now.Add(wait)
		_ = c.SetDeadline(c.limit)
		c.slot.Reading(len(c.buf) > 0)
	}
	if len(c.buf) == cap(c.buf) {
		if !c.take(cap(c.buf)) {
			return errHeld
		}
		c.buf = append(c.buf, make([]byte, cap(c.buf))...)[:len(c.buf)]
	}
	n, err := c.Conn.Read(c.buf[len(c.buf):cap(c.buf)])
	if n == 0 {
		return err
	}
	if len(c.buf) == 0 && !c.slot.Work() {
		return net.ErrClosed
	}
	c.buf = c.buf[:len(c.buf)+n]
	return nil
}

// longRequest is from when on what is read of a request counts among what all connections hold: four times, since more is made
// of it.
const (
	longRequest = 64 << 10
	maxHeld     = 512 << 20
)

var errHeld = errors.New("all requests together are too long")

// take notes that the connection reads so many bytes more of a request. It reports false where there is no room for them.
func (c *connection) take(more int) bool {
	return len(c.buf)+more <= longRequest || c.slot.Take(4*more)
}

// answer answers the request. It reports whether the connection goes on.
func (c *connection) answer() bool {
	s, r := c.listener.server, &c.request
	h := s.handlers.Get().(*handler)
	defer h.end()
	if string(r.Host) != c.host {
		c.host = string(r.Host)
	}
	whole := string(c.buf[r.Start:r.End])
	h.view = conformance.RequestView{Method: whole[:len(r.Method)], Target: whole[len(r.Method)+1:][:len(r.Target)], Proto: "HTTP/1.1"}
	path, query, _ := strings.Cut(h.view.Target, "?")
	h.open(s, c.remote, target{c.isTLS, c.host, path}, query)
	h.event.injected = c.injected
	h.come(whole, r.HeadEnd-r.Start, r.Lines, r.Body)
	h.answer()
	h.publish()
	last := r.Close || c.slot.Stopping()
	lines := c.listener.date(time.Now())
	if last {
		lines += "Connection: close\r\n"
	}
	c.out = h.Answer.Append(c.out[:0], lines)
	_, err := c.Write(c.out)
	if last && err == nil && len(c.buf) > r.End {
		conns.Linger(c.Conn)
	}
	return err == nil && !last
}
