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

	"github.com/chatcb/chatcb/internal/rawconn"
)

// Front serves a [Server] on listeners. It answers requests as Chat sends them by itself, with the bytes of their headers
// as they came, and gives connections with anything else to net/http, for good: other methods, chunked bodies, requests
// that are wrong, and all requests while a fault script runs. Make one with [Server.Front].
type Front struct {
	server  *Server
	http    *http.Server
	now     atomic.Pointer[moment]
	closing atomic.Bool
	closed  chan struct{}
	once    sync.Once
	active  sync.WaitGroup

	mu        sync.Mutex
	lanes     map[*fastLane]struct{}
	listeners []net.Listener
}

// moment is the time to a second or so, which is cheaper to have than the time.
type moment struct {
	time time.Time
	date string // for the header
}

func newMoment(t time.Time) *moment {
	return &moment{t, t.UTC().Format(http.TimeFormat)}
}

// Front returns what serves the server on listeners of its own.
func (s *Server) Front() *Front {
	f := &Front{server: s, http: s.HTTPServer(), closed: make(chan struct{}), lanes: map[*fastLane]struct{}{}}
	f.now.Store(newMoment(time.Now()))
	go func() {
		tick := time.NewTicker(time.Second / 2)
		defer tick.Stop()
		for {
			select {
			case t := <-tick.C:
				f.now.Store(newMoment(t))
			case <-f.closed:
				return
			}
		}
	}()
	return f
}

// Serve takes connections from l until the front is closed. It returns http.ErrServerClosed then.
func (f *Front) Serve(l net.Listener) error {
	passed := &passedListener{conns: make(chan net.Conn), closed: f.closed, addr: l.Addr()}
	if !f.listen(l) {
		l.Close()
		return http.ErrServerClosed
	}
	go func() { _ = f.http.Serve(passed) }() // ends with the front
	var wait time.Duration
	for {
		conn, err := l.Accept()
		switch {
		case f.closing.Load():
			if err == nil {
				conn.Close()
			}
			return http.ErrServerClosed
		case errors.Is(err, net.ErrClosed):
			return err
		case err != nil: // out of files, most likely
			wait = min(max(2*wait, 5*time.Millisecond), time.Second)
			time.Sleep(wait)
			continue
		}
		wait = 0
		f.start(conn, passed)
	}
}

// listen notes a listener to be closed with the front, unless that is closed already.
func (f *Front) listen(l net.Listener) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closing.Load() {
		return false
	}
	f.listeners = append(f.listeners, l)
	return true
}

// start drives a connection in a goroutine of its own.
func (f *Front) start(conn net.Conn, passed *passedListener) {
	l := &fastLane{front: f, conn: conn, stream: rawconn.Stream(conn), remote: conn.RemoteAddr().String()}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closing.Load() { // who closes has seen the others only
		conn.Close()
		return
	}
	f.lanes[l] = struct{}{}
	f.active.Go(func() {
		pass := l.drive()
		f.mu.Lock()
		delete(f.lanes, l)
		f.mu.Unlock()
		if pass {
			_ = conn.SetReadDeadline(time.Time{})
			pass = passed.take(&passedConn{Conn: conn, ahead: l.buf})
		}
		if !pass {
			conn.Close()
		}
	})
}

// ServeTLS takes connections with TLS from l. They are all net/http's; HTTP/2 is offered where config names it in
// NextProtos.
func (f *Front) ServeTLS(l net.Listener, config *tls.Config) error {
	for _, proto := range config.NextProtos {
		f.http.Protocols.SetHTTP2(proto == "h2" || f.http.Protocols.HTTP2())
	}
	f.http.TLSConfig = f.server.Secure(config)
	return f.http.ServeTLS(l, "", "")
}

// Shutdown stops taking connections, frees the answers that are held back, and waits for those in flight until the
// context ends.
func (f *Front) Shutdown(ctx context.Context) error {
	f.stop(func(l *fastLane) { _ = l.conn.SetReadDeadline(time.Unix(1, 0)) }) // ends waiting, not answering
	err := f.http.Shutdown(ctx)
	done := make(chan struct{})
	go func() {
		f.active.Wait()
		close(done)
	}()
	select {
	case <-done:
		return err
	case <-ctx.Done():
		_ = f.Close()
		return ctx.Err()
	}
}

// Close ends everything at once.
func (f *Front) Close() error {
	f.stop(func(l *fastLane) { l.conn.Close() })
	err := f.http.Close()
	f.mu.Lock()
	for l := range f.lanes {
		l.conn.Close()
	}
	f.mu.Unlock()
	f.active.Wait()
	return err
}

func (f *Front) stop(end func(*fastLane)) {
	f.once.Do(func() {
		f.closing.Store(true)
		f.server.Close()
		close(f.closed)
		f.mu.Lock()
		defer f.mu.Unlock()
		for _, l := range f.listeners {
			l.Close()
		}
		for l := range f.lanes {
			end(l)
		}
	})
}

// passedListener is where net/http gets the connections from that are its.
type passedListener struct {
	conns  chan net.Conn
	closed chan struct{}
	addr   net.Addr
}

// take passes a connection on, or reports that nobody takes it any more.
func (p *passedListener) take(conn net.Conn) bool {
	select {
	case p.conns <- conn:
		return true
	case <-p.closed:
		return false
	}
}

// Accept waits for the next connection.
func (p *passedListener) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close does nothing: the front closes it.
func (p *passedListener) Close() error { return nil }

// Addr is the address of the front's listener.
func (p *passedListener) Addr() net.Addr { return p.addr }

// passedConn is a connection of which some bytes have been read.
type passedConn struct {
	net.Conn
	ahead []byte
}

func (c *passedConn) Read(b []byte) (int, error) {
	if len(c.ahead) > 0 {
		n := copy(b, c.ahead)
		c.ahead = c.ahead[n:]
		return n, nil
	}
	return c.Conn.Read(b)
}

// NetConn is the connection beneath, for faults that need it.
func (c *passedConn) NetConn() net.Conn { return c.Conn }
