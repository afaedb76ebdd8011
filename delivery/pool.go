package delivery

import (
	"slices"
	"time"
)

// restTime is from when on an unused connection is looked at before it is used again. Looking costs about four per cent
// of an exchange over loopback; within a shorter time hardly a receiver closes.
const restTime = 5 * time.Millisecond

// take returns the connection used last that is still open and quiet, or nil.
func (c *Client) take(now time.Time) *socket {
	for {
		c.mu.Lock()
		last := len(c.idle) - 1
		if last < 0 {
			c.mu.Unlock()
			return nil
		}
		s := c.idle[last]
		c.idle[last] = nil
		c.idle = c.idle[:last]
		c.mu.Unlock()
		if now.Sub(s.idle) < restTime || s.quiet() {
			return s
		}
		s.close()
	}
}

// put keeps a connection that can be used again, and closes another. It also closes one that has been unused too long.
func (c *Client) put(s *socket, end ending, now time.Time) {
	if end != kept || c.Fresh {
		s.close()
		return
	}
	s.idle = now
	var old *socket
	c.mu.Lock()
	c.idle = append(c.idle, s)
	if now.Sub(c.idle[0].idle) > idleTimeout {
		old = c.idle[0]
		c.idle = slices.Delete(c.idle, 0, 1)
	}
	c.mu.Unlock()
	if old != nil {
		old.close()
	}
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
