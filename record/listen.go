package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// senseless are the defects after which an answer cannot be followed any more by who keeps all of it.
const senseless = http1.BodyTooLarge | http1.BadChunk | http1.BadStatusLine | http1.BadLength | http1.HeadTooLarge |
	http1.Switched

// listen reads the answer and passes it on as it comes, but for its last bytes: they stay in the tail until the exchange
// is written down. Under a guard all of it stays there. The error is how reading ended, where it did.
func (c *conn) listen() error {
	x := &c.entry.x
	a := &x.Answer
	for {
		before := len(x.Received)
		if cap(x.Received)-before < 2048 && before >= shortMessage && !c.client.Take(4*before) {
			a.Stop()
			if c.p.Guard.active() {
				c.hold(nil)
				return nil
			}
			return c.follow(c.rest())
		}
		x.Received = room(x.Received)
		n, err := c.up.conn.Read(x.Received[before:cap(x.Received)])
		x.Received = x.Received[:before+n]
		c.clock(n)
		done := a.Advance(x.Received, err != nil && !timedOut(err))
		switch {
		case done && err == nil && a.Defects&senseless != 0 && !c.p.Guard.active():
			c.pass(x.Received[before:])
			return c.follow(c.rest())
		case done:
			c.hold(x.Received[before:])
			c.ended(err)
			return err
		case c.p.Guard.active():
			c.interim(a)
		default:
			c.pass(x.Received[before:])
		}
		if err != nil {
			x.Failure = exchange.Failure{Cause: callback.Late, Detail: fmt.Sprintf("no whole answer after %v", time.Since(x.Start).Round(time.Millisecond))}
			return err
		}
	}
}

// outOfTime reports whether listening ended for the guard's sake, so that there is time left where it has nothing to say.
func (c *conn) outOfTime() bool {
	x := &c.entry.x
	return x.Failure.Cause == callback.Late && c.p.Guard.late() && time.Since(x.Start) < c.p.Timeout && !c.deaf
}

// listenOn listens for as long as without a guard.
func (c *conn) listenOn() error {
	x := &c.entry.x
	x.Failure = exchange.Failure{}
	_ = c.up.conn.SetDeadline(x.Start.Add(c.p.Timeout))
	return c.listen()
}

func (c *conn) clock(n int) {
	x := &c.entry.x
	x.Phases.LastByte = time.Since(x.Start)
	if n > 0 && x.Phases.FirstByte == 0 {
		x.Phases.FirstByte = x.Phases.LastByte
	}
}

// ended notes how an answer ended that the end of the connection, or its own, completed.
func (c *conn) ended(err error) {
	x := &c.entry.x
	a := &x.Answer
	if err == nil || a.Status != 0 {
		if err != nil && !errors.Is(err, io.EOF) && a.Framing == http1.FramingClose {
			a.Defects |= http1.Short // its end was not the end of the connection, but its breaking
		}
		return
	}
	how := "the backend closed the connection"
	if !errors.Is(err, io.EOF) {
		how = "the connection to the backend was lost (" + err.Error() + ")"
	}
	x.Failure = exchange.Failure{Cause: callback.Reset, Detail: fmt.Sprintf("%s after %d bytes of an answer", how, len(x.Received))}
}

// pass writes bytes of the answer to the client. One that is gone is no reason not to hear the answer out.
func (c *conn) pass(b []byte) {
	c.passed += len(b)
	if len(b) == 0 || c.deaf {
		return
	}
	if _, err := c.client.Write(b); err != nil {
		c.last, c.deaf = true, true
	}
}

// hold keeps the last bytes of the answer back.
func (c *conn) hold(b []byte) {
	if c.p.Guard.active() {
		b = c.entry.x.Received[c.passed:]
	}
	c.tail = append(c.tail[:0], b...)
}

// interim passes interim answers on at once also under a guard: a client may wait for one before it goes on.
func (c *conn) interim(a *http1.Answer) {
	if a.Status != 0 || a.Interim == c.interims {
		return
	}
	received := c.entry.x.Received
	for ; c.interims < a.Interim; c.interims++ {
		head, _ := http1.Split(received[c.passed:])
		c.pass(head)
	}
}

// rest is what follows of an answer that is over the limits, or whose framing makes no sense.
func (c *conn) rest() http1.Body {
	x := &c.entry.x
	a := &x.Answer
	if a.Defects&senseless != http1.BodyTooLarge {
		return http1.NewBody(http1.FramingClose, 0)
	}
	length := int64(0)
	if v, ok := a.Header("Content-Length"); ok {
		_, _ = fmt.Sscan(string(v), &length) // it has been read before
	}
	rest := http1.NewBody(a.Framing, length)
	begin := bytes.Index(x.Received, a.Head) + len(a.Head)
	n, err := rest.Take(x.Received[begin:], nil)
	if err != nil || rest.Done() && begin+n < len(x.Received) {
		return http1.NewBody(http1.FramingClose, 0)
	}
	a.Close = a.Framing == http1.FramingClose
	return rest
}

// follow passes on what is not written down.
func (c *conn) follow(rest http1.Body) error {
	e, x := c.entry, &c.entry.x
	buf := make([]byte, 32<<10)
	for !rest.Done() {
		n, err := c.up.conn.Read(buf)
		c.clock(n)
		e.cutAnswer += int64(n)
		took, bad := rest.Take(buf[:n], nil)
		if bad != nil || took < n {
			rest, x.Answer.Close = http1.NewBody(http1.FramingClose, 0), true
		}
		if rest.Done() {
			c.tail = append(c.tail[:0], buf[:n]...)
			return nil
		}
		c.pass(buf[:n])
		if err != nil {
			x.Answer.Close = true
			return err
		}
		if c.deaf {
			return io.ErrClosedPipe // what is not written down is for nobody
		}
	}
	return nil
}
