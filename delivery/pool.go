package delivery

import (
	"cmp"
	"time"
)

// restTime is from when on an unused connection is looked at before it is used again. Looking costs about four per cent
// of an exchange over loopback; within a shorter time hardly a receiver closes.
const restTime = 5 * time.Millisecond

// take returns the connection used last that is still open and quiet, or nil.
func (c *Client) take(now time.Time) *socket {
	for {
		s := c.pop()
		if s == nil || now.Sub(s.idle) < restTime || s.quiet() {
			return s
		}
		s.close()
	}
}

func (c *Client) pop() *socket {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := len(c.idle)
	if n == 0 {
		return nil
	}
	s := c.idle[n-1]
	c.idle[n-1] = nil
	c.idle = c.idle[:n-1]
	return s
}

// put keeps a connection that can be used again, and closes another. It also closes one that has been unused too long.
func (c *Client) put(s *socket, end ending, now time.Time) {
	if end != kept || c.Fresh {
		s.close()
		return
	}
	s.idle = now
	if old := c.push(s); old != nil {
		old.close()
	}
}

func (c *Client) push(s *socket) (old *socket) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.idle = append(c.idle, s)
	if s.idle.Sub(c.idle[0].idle) > cmp.Or(c.IdleTimeout, DefaultIdleTimeout) {
		old = c.idle[0]
		c.idle = append(c.idle[:0], c.idle[1:]...)
	}
	return old
}

// CloseIdle closes the connections that are not in use. The client can be used on.
func (c *Client) CloseIdle() {
	c.mu.Lock()
	idle := c.idle
	c.idle = nil
	c.mu.Unlock()
	for _, s := range idle {
		s.close()
	}
}
