package delivery

import (
	"cmp"
	"context"
	"crypto/x509"
	"net"
	"sync"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// Client delivers messages to one target over connections of its own, which it keeps and uses again. Set the fields
// before the first use; the zero value of each is a default. Its methods may be called from many goroutines.
type Client struct {
	Target   *Target
	Deadline time.Duration // when the effect is sealed; 0 means callback.Deadline
	Timeout  time.Duration // how long to listen; 0 means DefaultTimeout
	HangUp   bool          // stop listening at the deadline, as Chat may do (undocumented)
	MaxHead  int           // of an answer; 0 means callback.DefaultMaxHead
	MaxBody  int           // of an answer; 0 means callback.DefaultMaxBody
	// MaxMemory is about how many bytes of memory all answers take together, those under way and those that were read and not
	// given back; 0 means DefaultMaxMemory. Of each, smallAnswer bytes do not count.
	MaxMemory int
	Fresh     bool // a new connection for every exchange: nothing is ever sent twice
	TLS       TLS
	// Dial opens a connection; nil means one of net.Dialer. With another, Phases.DNS stays zero.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	once         sync.Once
	name         string // of the target, for exchanges
	mu           sync.Mutex
	idle         []*socket // the longest unused first
	certificates []*x509.Certificate
	memory       memory
}

func (c *Client) prepare() {
	c.name, c.memory.most = c.Target.String(), int64(cmp.Or(c.MaxMemory, DefaultMaxMemory))
}

// Do delivers msg and records the exchange in x, whose Seq it keeps and whose buffers it uses again. X.Start is when it had a
// connection, or began to open one.
//
// What fails about the delivery is in x.Failure. An answer that is cut off behind its header block is an answer, with
// the defect callback.Short. When ctx ends first, Do returns its cause, and x tells nothing about the receiver.
//
// A kept connection that ends without a byte of an answer before the deadline has most likely been closed for being
// idle. The message is then sent once more, on a new connection, and x.Resent says so.
func (c *Client) Do(ctx context.Context, msg *Message, x *exchange.Exchange) error {
	c.once.Do(c.prepare)
	limit := c.begin(msg, x)
	if s := c.take(x.Start); s != nil {
		x.Reused = true
		end := s.exchange(ctx, msg, x, limit)
		c.put(s, end, x.Start.Add(x.Phases.LastByte))
		if end != vanished || time.Since(x.Start) >= x.Deadline || msg.Then == Vanish {
			return verdict(ctx, end)
		}
		x.Resent, x.Reused = true, false
		x.Failure, x.Phases, x.Sent = exchange.Failure{}, exchange.Phases{}, x.Sent[:0]
		x.Answer.Reset()
	}
	s := c.connect(ctx, x, limit)
	if s == nil {
		return unlessFailed(ctx, x)
	}
	end := s.exchange(ctx, msg, x, limit)
	c.put(s, end, x.Start.Add(x.Phases.LastByte))
	return verdict(ctx, end)
}

// begin makes x ready for msg and returns when listening ends.
func (c *Client) begin(msg *Message, x *exchange.Exchange) time.Time {
	seq := x.Seq
	c.Forget(Held(x))
	if Held(x) > 0 {
		*x = exchange.Exchange{} // one huge answer must not hold its memory for ever
	}
	x.Reset()
	x.Seq, x.Target, x.Deadline = seq, c.name, cmp.Or(c.Deadline, callback.Deadline)
	x.Answer.NoBody, x.Answer.More = msg.NoBody, msg.Answers > 1
	x.Answer.MaxHead, x.Answer.MaxBody = c.MaxHead, c.MaxBody
	x.Start = time.Now()
	timeout := cmp.Or(msg.Timeout, c.Timeout, DefaultTimeout)
	if c.HangUp {
		timeout = min(timeout, x.Deadline)
	}
	return x.Start.Add(timeout)
}

func verdict(ctx context.Context, end ending) error {
	if end == stopped {
		return context.Cause(ctx)
	}
	return nil
}

func unlessFailed(ctx context.Context, x *exchange.Exchange) error {
	if x.Failure.Cause == "" {
		return context.Cause(ctx)
	}
	return nil
}
