package mockserver

import (
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// fastLane is one connection in the fast lane.
type fastLane struct {
	front  *Front
	conn   net.Conn
	stream io.ReadWriter // what reads and writes conn
	remote string
	buf    []byte // what came and is not answered yet
	out    []byte
	limit  time.Time // the deadline for reading that is set
	begun  bool      // it is that of the request in buf
}

// drive answers the requests of the connection one after the other, until it ends or is net/http's. It reports whether
// the connection is to be passed on.
func (l *fastLane) drive() (pass bool) {
	defer func() {
		if v := recover(); v != nil { // of who is told of the exchange, say; with net/http too it ends this connection alone
			l.front.http.ErrorLog.Printf("panic serving %s: %v\n%s", l.remote, v, debug.Stack())
			pass = false
		}
	}()
	l.buf = make([]byte, 0, 2048)
	maxBody := l.front.server.config.MaxBody
	for answered := false; ; {
		if answered {
			l.skipEmpty()
		}
		q, verdict := readLane(l.buf)
		switch {
		case verdict == lanePass || q.end-q.head > maxBody || verdict == laneTake && l.front.server.plan.Load().Misbehaves():
			return true
		case verdict == laneRefuse:
			_, _ = l.stream.Write([]byte(refusal)) // it is closed whether that reaches the client or not
			return false
		case verdict == laneTake:
			if !l.answer(&q) {
				return false
			}
			l.buf = l.buf[:copy(l.buf, l.buf[q.end:])]
			if answered, l.begun = true, false; len(l.buf) > 0 {
				continue // pipelined
			}
		}
		if l.front.closing.Load() {
			return false
		}
		if err := l.read(); err != nil {
			// A request that came in part and no further is net/http's to refuse.
			return len(l.buf) > 0 && !l.front.closing.Load()
		}
	}
}

// skipEmpty drops empty lines behind a request, which some clients send and net/http takes.
func (l *fastLane) skipEmpty() {
	n := 0
	for n < len(l.buf) && (l.buf[n] == '\r' || l.buf[n] == '\n') {
		n++
	}
	if n > 0 {
		l.buf = l.buf[:copy(l.buf, l.buf[n:])]
	}
}

// refusal is the answer to a request that has both Content-Length and Transfer-Encoding (RFC 9112, section 6.1).
const refusal = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: 46\r\n\r\n" +
	"both Content-Length and Transfer-Encoding here"

// read waits for more bytes. Deadlines are renewed now and then only: setting one costs. A request has one from its
// first bytes on, however slowly the others come.
func (l *fastLane) read() error {
	now, wait := l.front.now.Load().time, time.Duration(0)
	switch {
	case len(l.buf) > 0 && l.begun:
	case len(l.buf) > 0:
		l.begun, wait = true, readTime
	case l.limit.Sub(now) < idleTime/2:
		wait = idleTime
	}
	if wait > 0 {
		l.limit = now.Add(wait)
		_ = l.conn.SetReadDeadline(l.limit)
		if l.front.closing.Load() { // whoever closes has set a deadline that must stay
			return net.ErrClosed
		}
	}
	if len(l.buf) == cap(l.buf) {
		l.buf = append(l.buf, make([]byte, cap(l.buf))...)[:len(l.buf)]
	}
	n, err := l.stream.Read(l.buf[len(l.buf):cap(l.buf)])
	l.buf = l.buf[:len(l.buf)+n]
	if n > 0 {
		return nil
	}
	return err
}

// answer answers one request. It reports whether the connection goes on.
func (l *fastLane) answer(q *laneRequest) bool {
	s := l.front.server
	h := s.handlers.Get().(*handler)
	defer h.end()
	whole := string(l.buf[:q.end])
	uri := q.uri.of(whole)
	path, query, _ := strings.Cut(uri, "?")
	h.open(s, requestLine{http.MethodPost, uri, laneProto}, l.remote)
	h.event.target, h.QueryString = target{host: q.host.of(whole), path: path}, query
	h.Head, h.Body = whole[:q.head], whole[q.head:]
	h.head = append(h.head[:0], l.buf[:q.head]...)
	h.Raw = append(h.Raw[:0], l.buf[q.head:q.end]...)
	h.judge()
	h.decide()
	h.compose()
	h.publish()
	l.out = h.Answer.Append(l.out[:0], l.front.now.Load().date)
	_, err := l.stream.Write(l.out)
	return err == nil
}
