package fault

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// Ending is what becomes of the connection after an answer.
type Ending string

const (
	EndKept      Ending = ""          // as net/http has it
	EndClosed    Ending = "closed"    // in good order
	EndReset     Ending = "reset"     // torn down
	EndLingering Ending = "lingering" // left open, without reading more from it, until the client closes it
)

const jsonType = "application/json"

// Answer is what the server sends back. Its zero value is no answer.
type Answer struct {
	Status int
	Header http.Header // nil for Content-Type: application/json; Content-Length is added
	Body   string

	Raw   string // with isRaw: the bytes of the answer, instead of the above
	IsRaw bool
	End   Ending
	Hold  time.Duration // how long at most nothing is sent before the end
	Pace  time.Duration // between any two bytes of the body
	Left  bool          // the client had gone before the answer was due
}

// Slow is how long it takes at least to send the answer.
func (a *Answer) Slow() time.Duration {
	return a.Hold + a.Pace*time.Duration(max(len(a.Body)-1, 0))
}

// Append appends the answer as it goes over the wire, with more lines in its header. Records have none.
func (a *Answer) Append(dst []byte, lines string) []byte {
	switch {
	case a.IsRaw:
		return append(dst, a.Raw...)
	case a.Status == 0:
		return dst
	}
	dst = append(dst, "HTTP/1.1 "...)
	dst = strconv.AppendInt(dst, int64(a.Status), 10)
	dst = append(append(append(dst, ' '), http.StatusText(a.Status)...), "\r\n"...)
	if a.Header == nil {
		dst = append(dst, "Content-Type: application/json\r\n"...)
	} else {
		b := bytes.NewBuffer(dst)
		_ = a.Header.Write(b) // into memory
		dst = b.Bytes()
	}
	dst = strconv.AppendInt(append(dst, "Content-Length: "...), int64(len(a.Body)), 10)
	return append(append(append(append(dst, "\r\n"...), lines...), "\r\n"...), a.Body...)
}

// Record writes the answer into an exchange. Took is until the last byte.
func (a *Answer) Record(x *exchange.Exchange, took time.Duration) {
	const head = 160 // about so many bytes
	x.Received = a.Append(slices.Grow(x.Received[:0], head+len(a.Body)+len(a.Raw)), "")
	x.Phases.FirstByte, x.Phases.LastByte = took-a.Slow(), took
	if len(x.Received) > 0 {
		x.Answer.Advance(x.Received, a.End != EndKept && a.End != EndLingering)
		return
	}
	x.Phases.FirstByte = 0
	x.Failure = exchange.Failure{Cause: callback.Reset, Detail: "the connection was closed before an answer"}
	switch {
	case a.Left:
		x.Failure = exchange.Failure{Cause: callback.Late, Detail: "the client had gone before the answer was due"}
	case a.Hold > 0:
		x.Failure = exchange.Failure{Cause: callback.Late, Detail: "nothing was sent for " + a.Hold.String()}
	case a.End == EndReset:
		x.Failure.Detail = "the connection was reset before an answer"
	}
}
