package delivery

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/peek"
)

// socket is one connection. At any time one goroutine owns it, and, while a message is written beside listening, a
// second one its writing side.
type socket struct {
	conn   net.Conn
	tls    *tls.Conn    // the same as conn, or nil
	base   net.Conn     // what TLS runs over, else the same as conn
	peeker *peek.Peeker // of base
	memory *memory

	used bool         // it has carried an exchange
	idle time.Time    // since when it lies in the pool
	next http1.Answer // for the answers after the first

	limit time.Time // when the exchange at hand ends

	watch *watch
	held  atomic.Pointer[watch] // the watch whose context may close the socket now
}

// watch closes a socket when a context ends during one of its exchanges. It serves all exchanges under the same context.
type watch struct {
	done <-chan struct{}
	stop func() bool
}

func newSocket(conn, base net.Conn, m *memory) *socket {
	s := &socket{conn: conn, base: base, memory: m, peeker: peek.New(base)}
	s.tls, _ = conn.(*tls.Conn)
	return s
}

// hold lets the end of ctx close the socket until release. It reports whether ctx has not ended yet.
func (s *socket) hold(ctx context.Context) bool {
	done := ctx.Done()
	if done == nil {
		return true
	}
	if s.watch != nil && s.watch.done == done {
		s.held.Store(s.watch)
	} else {
		s.unwatch()
		w := &watch{done: done}
		s.held.Store(w) // before the function may run
		w.stop = context.AfterFunc(ctx, func() {
			if s.held.Load() == w {
				_ = s.base.Close() // the reader will tell
			}
		})
		s.watch = w
	}
	return !ended(done)
}

// release undoes hold. It reports whether the socket is still good.
func (s *socket) release() bool {
	w := s.held.Load()
	if w == nil {
		return true
	}
	s.held.Store(nil)
	return !ended(w.done)
}

// interrupted reports whether the context of the exchange at hand has ended.
func (s *socket) interrupted() bool {
	w := s.held.Load()
	return w != nil && ended(w.done)
}

func (s *socket) unwatch() {
	if s.watch != nil {
		s.watch.stop()
		s.watch = nil
	}
}

func ended(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// arm makes reads and writes fail at limit.
func (s *socket) arm(limit time.Time) {
	s.limit = limit
	_ = s.conn.SetDeadline(limit) // fails on a closed connection only, which the next read or write tells
}

func timedOut(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }

func (s *socket) closeWrite() error {
	if c, ok := s.conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return errors.New("this kind of connection cannot be closed in one direction")
}

// vanish closes with a reset where the system can do that.
func (s *socket) vanish() {
	if c, ok := s.base.(*net.TCPConn); ok {
		_ = c.SetLinger(0) // on failure it is a plain close
	}
	s.unwatch()
	_ = s.base.Close()
}

func (s *socket) close() {
	s.unwatch()
	_ = s.conn.Close() // nothing is lost with it: what was to be read has been
}
