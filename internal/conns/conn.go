package conns

import (
	"net"
	"sync/atomic"
	"time"
)

// Conn is an open connection. It counts until it is closed.
type Conn struct {
	net.Conn
	set *Set
	// since orders the connections that wait for a request by when they began to; 0 while it is at work, and ended once it is
	// closed for having waited.
	since  atomic.Int64
	closed atomic.Bool
	held   atomic.Int64
	// reading says that its request has not come as a whole.
	reading atomic.Bool
}

// StopTime is how long the rest of a request may take once no more are taken.
const StopTime = time.Second

const ended = -1

// Wait notes that the connection waits for a request. It reports false where none is taken any more.
func (c *Conn) Wait() bool {
	if !c.since.CompareAndSwap(0, c.set.turns.Add(1)) && c.since.Load() == ended {
		return false
	}
	if c.set.waiting.Load() > 0 {
		c.set.wake()
	}
	return !c.set.stopping.Load() // anyone who stops closes those that wait by then
}

// Work notes that a request has begun. It reports false where the connection was closed for having waited.
func (c *Conn) Work() bool { return c.since.Swap(0) != ended }

// Reading notes whether a request has begun that is not yet there as a whole. Set the read deadline before: once the set is
// stopped, [StopTime] is left.
func (c *Conn) Reading(on bool) {
	c.reading.Store(on)
	if on && c.set.stopping.Load() {
		c.hurry()
	}
}

// Take notes that the connection holds so many bytes more. It reports false, and notes nothing, where all together would hold
// too many.
func (c *Conn) Take(n int) bool {
	if s := c.set; s.held.Add(int64(n)) > s.MaxHeld && s.MaxHeld > 0 {
		s.held.Add(int64(-n))
		return false
	}
	c.held.Add(int64(n))
	return true
}

// Give notes that the connection holds nothing any more.
func (c *Conn) Give() { c.set.held.Add(-c.held.Swap(0)) }

func (c *Conn) hurry() { _ = c.SetReadDeadline(time.Now().Add(StopTime)) }

// Stopping reports whether the set takes no more requests: a connection at work ends with the answer.
func (c *Conn) Stopping() bool { return c.set.stopping.Load() }

// NetConn is the connection beneath.
func (c *Conn) NetConn() net.Conn { return c.Conn }

// CloseWrite ends sending, where the connection can.
func (c *Conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// Close closes the connection, which does not count any more.
func (c *Conn) Close() error {
	if c.closed.Swap(true) {
		return net.ErrClosed
	}
	s := c.set
	c.Give()
	s.mu.Lock()
	delete(s.open, c)
	s.mu.Unlock()
	s.wake()
	return c.Conn.Close()
}

// LingerTime is how long a client that is still sending has to see that it was answered.
const LingerTime = 500 * time.Millisecond

// Linger ends sending, and for a while reads what the client still sends: closing with unread bytes resets the connection,
// and the answer may be lost on its way.
func Linger(conn net.Conn) {
	if half, ok := conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() != nil {
		return
	}
	_ = conn.SetReadDeadline(time.Now().Add(LingerTime))
	buf := make([]byte, 8192)
	for {
		if _, err := conn.Read(buf); err != nil {
			return
		}
	}
}
