package delivery

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// Conn is one connection of a client, outside its pool, for a caller who must know on which
// socket things happen. It is opened by its first use and never again: nothing is sent twice. It is not for use by
// several goroutines.
type Conn struct {
	client *Client
	socket *socket
	opened bool
}

// Conn returns a connection that is not open yet.
func (c *Client) Conn() *Conn {
	c.once.Do(c.prepare)
	return &Conn{client: c}
}

// Connect opens the connection and shakes hands, if that has not been done. What fails is in x.Failure, the time it
// takes in x.Phases; the error is that of ctx.
func (c *Conn) Connect(ctx context.Context, x *exchange.Exchange) error {
	return c.connect(ctx, x, c.client.begin(&Message{}, x))
}

func (c *Conn) connect(ctx context.Context, x *exchange.Exchange, limit time.Time) error {
	if c.socket != nil {
		return nil
	}
	if c.opened {
		x.Failure = exchange.Failure{Cause: callback.Reset, Detail: "this connection had been closed; nothing was sent"}
		return nil
	}
	if c.socket = c.client.connect(ctx, x, limit); c.socket == nil {
		return unlessFailed(ctx, x)
	}
	c.opened = true
	return nil
}

// Do is [Client.Do] on this connection. The connection is left open whatever the answer says, so that what the receiver
// does next can be awaited; an answer that comes after the timeout is then read as the next one's.
func (c *Conn) Do(ctx context.Context, msg *Message, x *exchange.Exchange) error {
	limit := c.client.begin(msg, x)
	if err := c.connect(ctx, x, limit); err != nil || c.socket == nil {
		return err
	}
	x.Reused = c.socket.used
	end := c.socket.exchange(ctx, msg, x, limit)
	if end == stopped || msg.Then == Vanish {
		c.Close()
	}
	return verdict(ctx, end)
}

// Event is what a receiver does on a connection unasked.
type Event string

// The events.
const (
	Quiet  Event = "quiet"  // nothing
	Closed Event = "closed" // it closed its side in order
	Broke  Event = "broke"  // the connection was reset or lost
	Spoke  Event = "spoke"  // bytes came; the connection is out of step and of no further use
)

// Await listens for at most d, one millisecond at least, and says what the receiver does first. A connection that is
// not open is Closed. The error is that of ctx.
func (c *Conn) Await(ctx context.Context, d time.Duration) (Event, error) {
	s := c.socket
	if s == nil {
		return Closed, nil
	}
	if !s.hold(ctx) {
		s.release()
		return Quiet, context.Cause(ctx)
	}
	event := s.await(d)
	if !s.release() {
		c.Close()
		return Quiet, context.Cause(ctx)
	}
	return event, nil
}

func (s *socket) await(d time.Duration) Event {
	s.arm(time.Now().Add(max(d, time.Millisecond)))
	var b [1]byte
	n, err := s.conn.Read(b[:])
	switch {
	case n > 0:
		return Spoke
	case timedOut(err):
		return Quiet
	case errors.Is(err, io.EOF):
		return Closed
	}
	return Broke
}

// quietBelow tells bytes below TLS that are part of its upkeep, such as session tickets, from others and from its end.
func (s *socket) quietBelow() bool { return s.await(2*time.Millisecond) == Quiet }

// TLS is the state of the connection under TLS: version, protocol, the receiver's certificates. It is nil on a plain or
// closed connection.
func (c *Conn) TLS() *tls.ConnectionState {
	if c.socket == nil || c.socket.tls == nil {
		return nil
	}
	state := c.socket.tls.ConnectionState()
	return &state
}

// Close closes the connection in order.
func (c *Conn) Close() {
	if c.socket != nil {
		c.socket.close()
		c.socket = nil
	}
}
