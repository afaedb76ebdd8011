package mockserver

import (
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// writeTime bounds the writing of bytes that do not go through net/http.
const writeTime = 10 * time.Second

// lingerTime bounds how long a connection is left open after its last answer.
const lingerTime = 15 * time.Second

// send puts the answer on the wire. A client that is gone is no trouble of ours.
func (t *turn) send() {
	a := &t.event.answer
	switch {
	case a.hold > 0:
		t.pause(a.hold)
		t.sever(a)
	case a.isRaw || a.end != endKept || a.status == 0:
		t.sever(a)
	default:
		t.hand(a)
	}
}

// countedByServer is how long a body may be for net/http to set its Content-Length by itself.
const countedByServer = 2000

var jsonType = []string{"application/json"}

// hand gives the answer to net/http.
func (t *turn) hand(a *answer) {
	h := t.w.Header()
	if a.header == nil {
		h["Content-Type"] = jsonType
	}
	for name, values := range a.header {
		h[name] = values
	}
	if _, ok := h["Content-Type"]; !ok {
		h["Content-Type"] = nil // or net/http would guess one
	}
	if len(a.body) > countedByServer || a.pace > 0 {
		h["Content-Length"] = []string{strconv.Itoa(len(a.body))}
	}
	t.w.WriteHeader(a.status)
	if a.pace > 0 {
		t.dribble(a)
		return
	}
	io.WriteString(t.w, a.body)
}

// dribble sends one byte at a time.
func (t *turn) dribble(a *answer) {
	flush := http.NewResponseController(t.w).Flush
	for i := range len(a.body) {
		if i > 0 && t.pause(a.pace) {
			return
		}
		if _, err := io.WriteString(t.w, a.body[i:i+1]); err != nil || flush() != nil {
			return
		}
	}
}

// sever writes the bytes of the answer and ends the connection. Where the connection is not to be had, as in HTTP/2, the
// exchange is only aborted.
func (t *turn) sever(a *answer) {
	conn, _, err := http.NewResponseController(t.w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(writeTime))
	if bytes := a.bytes(nil); len(bytes) > 0 {
		_, _ = conn.Write(bytes)
	}
	switch a.end {
	case endReset:
		reset(conn)
	case endLingering:
		t.linger(conn)
	}
}

// linger drops what the client sends until it closes the connection, the server is closed, or a time is over.
func (t *turn) linger(conn net.Conn) {
	_ = conn.SetDeadline(time.Now().Add(lingerTime))
	gone, closed := make(chan struct{}), t.s.closed
	defer close(gone)
	go func() {
		select {
		case <-closed:
			conn.Close()
		case <-gone:
		}
	}()
	_, _ = io.Copy(io.Discard, conn)
}

// reset makes the next Close tear the connection down.
func reset(conn net.Conn) {
	for wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok; wrapped, ok = conn.(interface{ NetConn() net.Conn }) {
		conn = wrapped.NetConn() // of TLS, of a limit, of a connection that was passed on
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
}

// pause waits, and reports whether the client left or the server was closed before the time was over. The body has been
// read, or net/http would not notice the one; a deadline for reading would look like it.
func (t *turn) pause(d time.Duration) (over bool) {
	control := http.NewResponseController(t.w)
	_ = control.SetReadDeadline(time.Time{})
	_ = control.SetWriteDeadline(time.Time{})
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return false
	case <-t.r.Context().Done():
	case <-t.s.closed:
	}
	return true
}
