package mockserver

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/internal/conns"
)

// Listener serves a [Server] on listeners. It reads HTTP/1.1 by itself and keeps the bytes of requests as they came. What
// it does not answer itself it gives to net/http with the bytes that it has read: requests that are wrong or ask for
// something special, HTTP/1.0 and HTTP/2, and all requests while a fault script runs. Make one with [Server.Listener].
type Listener struct {
	// MaxConnections is how many connections may be open at once; 0 is no limit. See package conns for which give way.
	MaxConnections int

	server *Server
	http   *http.Server
	conns  conns.Set
	passed chan net.Conn // to net/http
	dated  atomic.Pointer[dated]
	begin  sync.Once
	end    sync.Once
	closed chan struct{}
}

// dated is the header line of a second.
type dated struct {
	second int64
	line   string
}

// date is the header line Date, which is spelt once a second.
func (l *Listener) date(now time.Time) string {
	d := l.dated.Load()
	if d == nil || d.second != now.Unix() {
		d = &dated{now.Unix(), "Date: " + now.UTC().Format(http.TimeFormat) + "\r\n"}
		l.dated.Store(d)
	}
	return d.line
}

// Listener returns what serves the server on listeners.
func (s *Server) Listener() *Listener {
	l := &Listener{server: s, http: s.HTTPServer(), passed: make(chan net.Conn), closed: make(chan struct{})}
	l.http.ConnContext, l.http.ConnState = withConnection, noteState
	return l
}

// Serve takes connections from from until the listener is closed. It returns http.ErrServerClosed then.
func (l *Listener) Serve(from net.Listener) error { return l.serve(from, nil) }

// ServeTLS takes connections with TLS. HTTP/2 is offered where config names it in NextProtos.
func (l *Listener) ServeTLS(from net.Listener, config *tls.Config) error {
	l.http.Protocols.SetHTTP2(true) // it is spoken only where it was negotiated
	return l.serve(from, config)
}

func (l *Listener) serve(from net.Listener, config *tls.Config) error {
	l.conns.Max, l.conns.MaxHeld = l.MaxConnections, maxHeld
	l.begin.Do(func() {
		go func() { _ = l.http.Serve(passedListener{l, from.Addr()}) }() // ends with l
	})
	err := l.conns.Serve(from, func(c *conns.Conn) { l.drive(c, config) })
	if errors.Is(err, net.ErrClosed) {
		return http.ErrServerClosed
	}
	return err
}

// drive serves one connection until it ends or is net/http's.
func (l *Listener) drive(conn *conns.Conn, config *tls.Config) {
	c := &connection{Conn: conn, slot: conn, listener: l, remote: conn.RemoteAddr().String()}
	if config != nil {
		c.secure(config)
	}
	if c.run() {
		conn.Reading(false)
		select {
		case l.passed <- c.forHTTP():
			return
		case <-l.closed:
		}
	}
	c.Close()
}

// Shutdown stops taking requests, frees the answers that are held back, and waits for those in flight until the context
// ends.
func (l *Listener) Shutdown(ctx context.Context) error {
	l.stop()
	l.http.SetKeepAlivesEnabled(false)
	err := l.conns.Drain(ctx)
	return errors.Join(err, l.http.Close())
}

// Close ends everything at once.
func (l *Listener) Close() error {
	l.stop()
	l.conns.Abort()
	return l.http.Close()
}

func (l *Listener) stop() {
	l.server.Close()
	l.conns.Stop()
	l.end.Do(func() { close(l.closed) })
}

// passedListener is where net/http gets the connections from that are its.
type passedListener struct {
	*Listener
	addr net.Addr
}

// Accept waits for the next connection.
func (p passedListener) Accept() (net.Conn, error) {
	select {
	case conn := <-p.passed:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close does nothing: the listener has an end of its own.
func (p passedListener) Close() error { return nil }

// Addr is the address of the listener.
func (p passedListener) Addr() net.Addr { return p.addr }

// noteState tells whether a connection of net/http waits for a request.
func noteState(conn net.Conn, state http.ConnState) {
	conns.State(connectionOf(conn).slot, state)
}
