package mockserver

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// ending is what becomes of the connection after an answer.
type ending uint8

const (
	endKept      ending = iota // as net/http has it
	endClosed                  // closed in good order
	endReset                   // torn down
	endLingering               // left open, without reading more from it, until the client closes it
)

// answer is what the server sends back. Its zero value is no answer.
type answer struct {
	status int
	header http.Header // nil for Content-Type: application/json; Content-Length is added
	body   string

	raw   string // with isRaw: the bytes of the answer, instead of the above
	isRaw bool
	end   ending
	hold  time.Duration // how long at most nothing is sent before the end
	pace  time.Duration // between any two bytes of the body
	left  bool          // the client had gone before the answer was due
}

// slow is how long it takes at least to send the answer.
func (a *answer) slow() time.Duration {
	return a.hold + a.pace*time.Duration(max(len(a.body)-1, 0))
}

// bytes is the answer as it goes over the wire. net/http adds a Date.
func (a *answer) bytes(dst []byte) []byte {
	switch {
	case a.isRaw:
		return append(dst, a.raw...)
	case a.status == 0:
		return dst
	}
	dst = append(dst, "HTTP/1.1 "...)
	dst = strconv.AppendInt(dst, int64(a.status), 10)
	dst = append(append(append(dst, ' '), http.StatusText(a.status)...), "\r\n"...)
	if a.header == nil {
		dst = append(dst, "Content-Type: application/json\r\n"...)
	} else {
		dst = appendHeader(dst, a.header)
	}
	dst = appendLength(dst, len(a.body))
	return append(append(dst, "\r\n"...), a.body...)
}

// record writes the answer into an exchange. Took is until the last byte.
func (a *answer) record(x *exchange.Exchange, took time.Duration) {
	const head = 160 // about so many bytes
	x.Received = a.bytes(slices.Grow(x.Received[:0], head+len(a.body)+len(a.raw)))
	x.Phases.FirstByte, x.Phases.LastByte = took-a.slow(), took
	if len(x.Received) > 0 {
		x.Answer.Advance(x.Received, a.end != endKept && a.end != endLingering)
		return
	}
	x.Phases.FirstByte = 0
	x.Failure = exchange.Failure{Cause: callback.Reset, Detail: "the connection was closed before an answer"}
	switch {
	case a.left:
		x.Failure = exchange.Failure{Cause: callback.Late, Detail: "the client had gone before the answer was due"}
	case a.hold > 0:
		x.Failure = exchange.Failure{Cause: callback.Late, Detail: "nothing was sent for " + a.hold.String()}
	case a.end == endReset:
		x.Failure.Detail = "the connection was reset before an answer"
	}
}
