package mockserver

import (
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/mockserver/fault"
)

// writeTime bounds the writing of an answer, beside the time that it is to take.
const writeTime = 10 * time.Second

// lingerTime bounds how long a connection is left open after its last answer.
const lingerTime = 15 * time.Second

// send puts the answer on the wire. A client that is gone is no trouble of ours.
func (h *handler) send() {
	a := &h.Answer
	switch {
	case a.Hold > 0:
		h.Pause(a.Hold)
		h.sever(a)
	case a.IsRaw || a.End != fault.EndKept || a.Status == 0:
		h.sever(a)
	default:
		h.hand(a)
	}
}

// countedByServer is how long a body may be for net/http to set its Content-Length by itself.
const countedByServer = 2000

var applicationJSON = []string{"application/json"}

// hand gives the answer to net/http.
func (h *handler) hand(a *fault.Answer) {
	head := h.Writer.Header()
	if a.Header == nil {
		head["Content-Type"] = applicationJSON
	}
	for name, values := range a.Header {
		head[name] = values
	}
	if _, ok := head["Content-Type"]; !ok {
		head["Content-Type"] = nil // or net/http would guess one
	}
	if len(a.Body) > countedByServer || a.Pace > 0 {
		head["Content-Length"] = []string{strconv.Itoa(len(a.Body))}
	}
	_ = http.NewResponseController(h.Writer).SetWriteDeadline(time.Now().Add(a.Slow() + writeTime)) // some clients never read
	h.Writer.WriteHeader(a.Status)
	if a.Pace > 0 {
		h.dribble(a)
		return
	}
	io.WriteString(h.Writer, a.Body)
}

// dribble sends one byte at a time.
func (h *handler) dribble(a *fault.Answer) {
	flush := http.NewResponseController(h.Writer).Flush
	for i := range len(a.Body) {
		if i > 0 && h.Pause(a.Pace) {
			return
		}
		if _, err := io.WriteString(h.Writer, a.Body[i:i+1]); err != nil || flush() != nil {
			return
		}
	}
}

// sever writes the bytes of the answer and ends the connection. Where the connection is not to be had, as in HTTP/2, the
// exchange is only aborted.
func (h *handler) sever(a *fault.Answer) {
	conn, _, err := http.NewResponseController(h.Writer).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(writeTime))
	if bytes := a.Append(nil, ""); len(bytes) > 0 {
		_, _ = conn.Write(bytes)
	}
	switch a.End {
	case fault.EndReset:
		reset(conn)
	case fault.EndLingering:
		h.linger(conn)
	}
}

// linger drops what the client sends until it closes the connection, the server is closed, or a time is over.
func (h *handler) linger(conn net.Conn) {
	_ = conn.SetDeadline(time.Now().Add(lingerTime))
	gone, closed := make(chan struct{}), h.Closed
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
