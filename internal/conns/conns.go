// Package conns keeps the connections of a server: how many are open, which of them wait for a request, and how they end.
//
// A slot belongs to a request, not to a connection that has sent nothing: where all slots are taken, the connection that
// has waited longest for a request is closed for a new one. Only where every connection is at work do new ones wait.
package conns

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Set is the open connections of a server. Its zero value is ready.
type Set struct {
	// Max is how many connections may be open at once; 0 is no limit.
	Max int

	// MaxHeld is how many bytes all connections together may hold of long messages, as they tell by Take; 0 is no limit.
	MaxHeld int64

	// Full, if set, is told when a new connection has to wait because all others are at work.
	Full func()

	Closed atomic.Uint64 // how many were closed for a new one while they waited for a request

	turns   atomic.Int64 // counts the times that a connection began to wait
	held    atomic.Int64 // bytes
	waiting atomic.Int32 // new connections that wait for a slot

	mu        sync.Mutex
	open      map[*Conn]struct{}
	listeners []net.Listener
	changed   chan struct{} // closed and made anew when a connection has ended or begun to wait
	stopping  atomic.Bool
}

// Serve takes connections from l and has each driven in a goroutine of its own, which closes it. It returns net.ErrClosed
// once the set is stopped, or why l has failed.
func (s *Set) Serve(l net.Listener, drive func(*Conn)) error {
	if !s.listen(l) {
		l.Close()
		return net.ErrClosed
	}
	for wait := time.Duration(0); ; {
		conn, err := l.Accept()
		switch {
		case err == nil:
			wait = 0
			if c := s.Add(conn); c != nil {
				go drive(c)
			}
		case s.stopping.Load():
			return net.ErrClosed
		case !temporary(err):
			l.Close()
			return err
		default: // out of files, most likely
			s.closeOldest()
			wait = min(max(2*wait, 5*time.Millisecond), time.Second)
			time.Sleep(wait)
		}
	}
}

func temporary(err error) bool {
	t, ok := errors.AsType[interface {
		error
		Temporary() bool
	}](err)
	return ok && t.Temporary()
}

func (s *Set) listen(l net.Listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping.Load() {
		return false
	}
	s.listeners = append(s.listeners, l)
	return true
}

// Add makes room for a connection and counts it; it returns nil once the set is stopped.
func (s *Set) Add(conn net.Conn) *Conn {
	c := &Conn{Conn: conn, set: s}
	c.since.Store(s.turns.Add(1))
	s.waiting.Add(1)
	defer s.waiting.Add(-1)
	for {
		s.mu.Lock()
		if s.stopping.Load() {
			s.mu.Unlock()
			conn.Close()
			return nil
		}
		if s.Max <= 0 || len(s.open) < s.Max {
			if s.open == nil {
				s.open = map[*Conn]struct{}{}
			}
			s.open[c] = struct{}{}
			s.mu.Unlock()
			return c
		}
		changed := s.change()
		s.mu.Unlock()
		if s.closeOldest() {
			continue
		}
		if s.Full != nil {
			s.Full()
		}
		<-changed
	}
}

// Limit has the connections of a listener counted, for an http.Server whose ConnState is [State].
func (s *Set) Limit(l net.Listener) net.Listener { return limited{l, s} }

type limited struct {
	net.Listener
	set *Set
}

// Accept waits for the next connection, and for a slot.
func (l limited) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if c := l.set.Add(conn); c != nil {
		return c, nil
	}
	return nil, net.ErrClosed
}

// State notes whether a connection waits for a request, as net/http tells.
func State(conn net.Conn, state http.ConnState) {
	c, ok := conn.(*Conn)
	switch {
	case !ok:
	case state == http.StateIdle && !c.Wait(), state == http.StateActive && !c.Work():
		c.Close()
	}
}

// closeOldest closes the connection that has waited longest for a request. It reports false where none waits.
func (s *Set) closeOldest() bool {
	for {
		s.mu.Lock()
		var oldest *Conn
		least := int64(0)
		for c := range s.open {
			if since := c.since.Load(); since > 0 && (oldest == nil || since < least) {
				oldest, least = c, since
			}
		}
		s.mu.Unlock()
		switch {
		case oldest == nil:
			return false
		case oldest.since.CompareAndSwap(least, ended): // else its request came just then
			s.Closed.Add(1)
			oldest.Close()
			return true
		}
	}
}

// change is closed at the next change. The lock is held.
func (s *Set) change() <-chan struct{} {
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// wake tells those who wait for a change.
func (s *Set) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// Held is how many bytes all connections together hold.
func (s *Set) Held() int64 { return s.held.Load() }

// Stop closes the listeners and the connections that wait for a request. The others end with their answer.
func (s *Set) Stop() {
	s.mu.Lock()
	s.stopping.Store(true)
	listeners, waiting := s.listeners, []*Conn(nil)
	s.listeners = nil
	for c := range s.open {
		if since := c.since.Load(); since > 0 && c.since.CompareAndSwap(since, ended) {
			waiting = append(waiting, c)
		}
		if c.reading.Load() {
			c.hurry()
		}
	}
	s.mu.Unlock()
	for _, l := range listeners {
		l.Close()
	}
	for _, c := range waiting {
		c.Close()
	}
	s.wake()
}

// Drain is Stop, and waits until all connections have ended or the context has; then it closes them.
func (s *Set) Drain(ctx context.Context) error {
	s.Stop()
	for {
		s.mu.Lock()
		n, changed := len(s.open), s.change()
		s.mu.Unlock()
		if n == 0 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			s.Abort()
			return ctx.Err()
		}
	}
}

// Abort is Stop, and closes all connections at once.
func (s *Set) Abort() {
	s.Stop()
	s.mu.Lock()
	all := make([]*Conn, 0, len(s.open))
	for c := range s.open {
		all = append(all, c)
	}
	s.mu.Unlock()
	for _, c := range all {
		c.Close()
	}
}
