package record

import (
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// upload passes on a request. While its end has not come yet, the answer is listened for all the same: a client may wait for an
// interim one before it goes on, and a backend may answer before it has read everything. On a kept connection that the backend
// closes just then it is sent once more, on a new one.
func (c *conn) upload(first []byte, body http1.Body) {
	e, x := c.entry, &c.entry.x
	u := &uploader{client: c, body: body, from: len(x.Sent)}
	cut, heard := e.cutSent, c.passOn(u, first)
	if c.again(heard) && e.cutSent == cut && !u.gone && u.refused == nil && c.renew() {
		_ = c.passOn(u, first)
	}
	x.Phases.Write = u.took
	c.uploading = u.took == 0
	switch {
	case u.took > 0:
		c.in = append(c.in, u.left...)
		return
	case u.refused != nil:
		c.refuseBody(u.refused)
	case u.gone && x.Answer.Status == 0:
		e.clientGone = true
		x.Failure = exchange.Failure{Cause: callback.Reset, Detail: "the client left before its request was whole"}
	}
	c.last = true
	c.hearOut(u.body)
	c.uploading = c.uploading || len(u.left) > 0 // what is behind it is not looked at any more
}

// passOn writes what has come of a request, has the rest uploaded, and listens for the answer. The error is how listening
// ended, or how writing did on a kept connection.
func (c *conn) passOn(u *uploader, first []byte) error {
	x := &c.entry.x
	_ = c.up.conn.SetDeadline(c.limit())
	_, err := c.up.conn.Write(c.outgoing(first))
	if sent := x.Sent[u.from:]; err == nil && len(sent) > 0 {
		_, err = c.up.conn.Write(sent) // as over the connection before
	}
	if err != nil && vanished(err) && x.Reused {
		return err // nothing of an answer can have come: the connection was closed while nobody used it
	}
	if u.body.Done() {
		u.took = max(time.Since(x.Start), 1)
		return c.listen() // it tells also whether writing failed
	}
	u.up, u.took, u.done = c.up, 0, make(chan struct{})
	u.over.Store(false)
	c.client.Reading(true)
	go u.run()
	heard := c.listen()
	if c.outOfTime() && !u.ended() {
		heard = c.listenOn() // it is not whole, and too late to be decided over
	}
	u.over.Store(true)
	c.client.Reading(false)
	_ = c.client.SetReadDeadline(time.Unix(1, 0)) // wakes it, whatever it waits for: the answer must not
	_ = c.up.conn.SetWriteDeadline(time.Unix(1, 0))
	<-u.done
	_ = c.client.SetReadDeadline(c.clientLimit())
	return heard
}

// keepSent notes bytes of the request, up to the limits.
func (c *conn) keepSent(b []byte) {
	e := c.entry
	n := min(len(b), max(0, c.head.HeadEnd-c.head.Start+c.p.hears()-len(e.x.Sent)))
	if e.cutSent > 0 || len(e.x.Sent)+n > shortMessage && !c.client.Take(2*n) {
		n = 0
	}
	e.x.Sent = append(e.x.Sent, b[:n]...)
	e.cutSent += int64(len(b) - n)
}

// hearOut reads the rest of a request that is not passed on any more, if that comes in time for a guard, which has to know
// whom it is about.
func (c *conn) hearOut(body http1.Body) {
	e := c.entry
	c.uploading = !body.Done()
	if !c.uploading || !c.p.Guard.active() || e.clientGone || e.refused {
		return
	}
	if c.interims == 0 && c.head.Expects && len(e.x.Sent) == c.head.HeadEnd-c.head.Start {
		_, _ = c.client.Write([]byte("HTTP/1.1 100 Continue\r\n\r\n")) // who is gone need not go on
	}
	_ = c.client.SetReadDeadline(e.x.Start.Add(e.within))
	c.client.Reading(true)
	defer c.client.Reading(false)
	buf := make([]byte, 32<<10)
	for c.uploading {
		n, err := c.client.Read(buf)
		took, bad := body.Take(buf[:n], nil)
		c.keepSent(buf[:took])
		if err != nil || bad != nil || took < n {
			break // as above
		}
		c.uploading = !body.Done()
	}
	_ = c.client.SetReadDeadline(c.clientLimit())
}

// uploader passes the rest of a request on. While it runs it alone reads from the client, and notes what it has read.
type uploader struct {
	client  *conn
	up      *upstream
	body    http1.Body
	from    int // where what it passes on begins in what is kept
	left    []byte
	took    time.Duration // until the last byte was passed on; 0 if it was not
	gone    bool          // the client left
	over    atomic.Bool   // it is not to read any more
	refused error
	done    chan struct{}
}

func (u *uploader) ended() bool {
	select {
	case <-u.done:
		return true
	default:
		return false
	}
}

func (u *uploader) run() {
	defer close(u.done)
	start := u.client.entry.x.Start
	buf := make([]byte, 32<<10)
	for {
		n, err := u.client.client.Read(buf)
		took, bad := u.body.Take(buf[:n], nil)
		if bad != nil {
			u.refused = bad
			u.up.conn.Close() // the backend must not go on waiting, and the listener neither
			return
		}
		u.client.keepSent(buf[:took])
		if took > 0 {
			if _, err := u.up.conn.Write(buf[:took]); err != nil {
				u.left = buf[took:n]
				return // the answer, if there is one, has said why
			}
		}
		switch {
		case u.body.Done():
			u.took, u.left = max(time.Since(start), 1), buf[took:n]
			return
		case err != nil && (!timedOut(err) || u.client.client.Stopping() && !u.over.Load()): // the rest did not come in the time left
			u.gone = true
			u.up.conn.Close()
			return
		case err != nil:
			return
		}
	}
}
