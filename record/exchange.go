package record

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// exchange carries the request whose header block has come to the backend, and its answer back.
func (c *conn) exchange() {
	e, p := c.entry, c.p
	x := &e.x
	x.Target, x.Deadline = c.target(), p.Deadline
	x.Answer.NoBody = string(c.head.Method) == "HEAD"
	x.Answer.MaxHead, x.Answer.MaxBody = p.MaxHead, p.hears()
	if e.within = p.Deadline; p.Guard.late() {
		p.strain.underWay.Add(1)
		e.within = p.within()
	}
	c.last, c.passed, c.interims, c.status, c.deaf, c.uploading = c.head.Close, 0, 0, 0, false, false
	body := http1.NewBody(c.head.Framing, c.head.Length)
	n, err := body.Take(c.in[c.head.HeadEnd:], nil)
	end := c.head.HeadEnd + n
	first := c.in[c.head.Start:end]
	c.keepSent(first)
	switch {
	case err != nil:
		c.refuseBody(err)
	case !c.connect(c.limit()):
		c.hearOut(body)
	default:
		c.upload(first, body)
	}
	if c.outOfTime() && c.entry.request() == nil {
		_ = c.listenOn()
	}
	if c.last {
		c.in = c.in[:0]
	} else {
		c.in = c.in[:copy(c.in, c.in[min(end, len(c.in)):])]
	}
	if x.Failure.Cause != "" && x.Phases.LastByte == 0 {
		x.Phases.LastByte = time.Since(x.Start)
	}
	c.finish()
}

// limit is when listening for an answer ends, unless the guard has nothing to decide.
func (c *conn) limit() time.Time {
	if c.p.Guard.late() {
		return c.entry.x.Start.Add(c.entry.within)
	}
	return c.entry.x.Start.Add(c.p.Timeout)
}

func (c *conn) refuseBody(err error) {
	c.entry.x.Failure = exchange.Failure{Cause: callback.Reset, Detail: "the proxy did not pass the request on: " + err.Error()}
	c.entry.refused, c.status, c.last, c.uploading = true, 400, true, true
	c.p.count(&c.p.stats.Refused)
}

// again reports whether a request is to be sent once more: the kept connection ended before anything of an answer.
func (c *conn) again(err error) bool {
	x := &c.entry.x
	return len(x.Received) == 0 && x.Reused && !x.Resent && vanished(err)
}

// renew opens a new connection to the backend in the place of one that has ended.
func (c *conn) renew() bool {
	x := &c.entry.x
	x.Resent, x.Reused = true, false
	x.Failure, x.Phases = exchange.Failure{}, exchange.Phases{}
	x.Answer.Reset()
	c.dropUpstream()
	return c.connect(c.limit())
}

// outgoing is a request, or its start, as the backend gets it.
func (c *conn) outgoing(first []byte) []byte {
	if !c.p.RewriteHost {
		return first
	}
	lines := c.head.Lines
	start := bytes.IndexByte(first, '\n') + 1
	for line := range bytes.Lines(lines) {
		if name, _, _ := bytes.Cut(line, []byte{':'}); len(name) == 4 && bytes.EqualFold(name, []byte("Host")) {
			out := append(c.out[:0], first[:start]...)
			out = append(append(append(out, name...), ": "...), c.p.Target.Host...)
			out = append(out, "\r\n"...)
			c.out = append(out, first[start+len(line):]...)
			return c.out
		}
		start += len(line)
	}
	return first
}

// finish settles what goes back, and ends the exchange.
func (c *conn) finish() {
	x := &c.entry.x
	c.p.count(&c.p.stats.Exchanges)
	if c.up != nil {
		c.up.used = true
	}
	failed := x.Failure.Cause != ""
	guarding := c.p.Guard.active()
	guarded := false
	if guarding {
		begun := time.Now()
		guarded = c.guard()
		c.p.strain.decided(time.Since(begun))
		c.tellUnguarded()
	}
	if c.p.Guard.late() {
		c.p.strain.underWay.Add(-1)
	}
	switch {
	case guarded:
		c.p.count(&c.p.stats.Guarded)
	case guarding && !failed && x.Answer.Defects&senseless != 0:
		c.pass(c.tail) // what was held back, and what did not fit
		c.tail = c.tail[:0]
		_ = c.follow(c.rest())
		c.last = c.last || x.Answer.Close
	case failed && c.passed == 0 && len(x.Received) == 0 && !c.entry.clientGone:
		text := "chatcb record: " + x.Failure.Detail
		if accept, _ := http1.Header(c.head.Lines, "Accept"); bytes.Contains(accept, []byte("text/html")) && c.p.Visitors != "" {
			text += "\n\n" + c.p.Visitors
		}
		c.tail, c.last = plainAnswer(c.ownStatus(), text), true
	default:
		if guarding && failed {
			c.tail = append(c.tail[:0], x.Received[c.passed:]...) // what there is of it
		}
		c.last = c.last || failed || x.Answer.Close
	}
	c.settle()
}

func (c *conn) ownStatus() int {
	switch {
	case c.status != 0:
		return c.status
	case c.entry.x.Failure.Cause == callback.Late:
		return 504
	}
	return 502
}

// guard asks the guard about the answer, and puts its own in the place of one that will not do.
func (c *conn) guard() bool {
	e, x := c.entry, &c.entry.x
	answer := c.p.Guard.decide(&c.p.Judge, e)
	if answer == nil {
		return false
	}
	closing := ""
	if c.head.Close || c.uploading {
		closing = "Connection: close\r\n"
	}
	x.Received = fmt.Appendf(x.Received[:0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %s\r\n%s: %s\r\n%s\r\n%s",
		strconv.Itoa(len(answer)), guardHeader, e.guard.Cause, closing, answer)
	c.due = x.Start.Add(e.within)
	x.Failure = exchange.Failure{}
	x.Answer.Reset()
	x.Answer.Advance(x.Received, true)
	x.Phases.LastByte = time.Since(x.Start)
	if x.Phases.FirstByte == 0 {
		x.Phases.FirstByte = x.Phases.LastByte
	}
	c.tail = append(c.tail[:0], x.Received...)
	c.last = c.head.Close || c.uploading
	c.dropUpstream() // what it says next would be taken for an answer to what is asked next
	return true
}

// tellUnguarded counts and tells what the guard could not guard.
func (c *conn) tellUnguarded() {
	if why, is := c.p.Guard.unguarded(&c.p.Judge, c.entry); is {
		c.p.count(&c.p.stats.Unguarded)
		c.entry.unguarded = why.String()
		c.p.notice("a request from {client} could not be guarded: {why}; accounts may get through", "client", c.client.RemoteAddr(), "why", why)
	}
}

// guardHeader names the answers that are the guard's own.
const guardHeader = "X-Chatcb-Guard"

// settle writes the exchange down, lets the last bytes of the answer go, and passes the exchange to the watcher.
func (c *conn) settle() {
	e := c.entry
	c.last = c.last || c.client.Stopping()
	defer c.client.Give()
	c.entry = nil
	e.seal(c.extra, c.p.MaxBody)
	ended := c.p.Keep == nil || c.p.keeper.keep(e)
	c.release()
	if ended {
		c.p.watcher.push(e)
	}
}

// release lets the last bytes of the answer go.
func (c *conn) release() {
	if len(c.tail) > 0 {
		if _, err := c.client.Write(c.tail); err != nil {
			c.last = true
		}
	}
	if !c.due.IsZero() {
		c.p.strain.went(time.Since(c.due))
		c.due = time.Time{}
	}
	c.tail = c.tail[:0]
}
