package exchange

import (
	"bytes"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/http1"
)

// Failure is why a delivery brought no answer. The zero value means that it brought one, right or wrong.
type Failure struct {
	Cause  callback.Cause // NoConnection, TLS, Reset or Late
	Detail string         // in words: what was tried and what came
}

// Phases is the time ledger of an exchange: when each phase ended, counted from Exchange.Start. A phase that did not
// take place (DNS for an address, connecting on a kept connection, an answer that never came) is zero.
type Phases struct {
	DNS       time.Duration
	Connect   time.Duration
	TLS       time.Duration
	Write     time.Duration // the last byte of the request was handed to the system
	FirstByte time.Duration
	LastByte  time.Duration // the answer was complete, or reading ended
}

// Exchange is one request, what came back, and when: the event, the line of a capture and the input of every report.
// It holds bytes as they went over the wire, because requests may be wrong on purpose and answers are judged as they
// came.
type Exchange struct {
	Seq      uint64       // number within its run or capture
	Start    time.Time    // when the delivery began: before DNS and connecting, if there was any
	Target   string       // the URL asked for, without secrets
	Sent     []byte       // the bytes written: request line, headers, body
	Received []byte       // the bytes that came back, up to the limits of the reader
	Answer   http1.Answer // how Received reads as HTTP
	Phases   Phases
	Reused   bool // the connection had carried an exchange before
	// Resent says that the first attempt, on a kept connection, ended without a byte of an answer, as it does when the
	// receiver closes an idle connection just then, and that the request was sent again on a new one. Phases count
	// from the first attempt; Sent and Reused are the second's.
	Resent   bool
	Deadline time.Duration // by when the answer had to be complete; zero means Deadline
	Failure  Failure
}

// SentBody is the text of the request's body: without the framing of chunks, and without a byte order mark, which chatcb
// itself sends now and then. Anyone who reads a request reads this.
func (x *Exchange) SentBody() []byte { return bytes.TrimPrefix(http1.Payload(x.Sent), byteOrderMark) }

var byteOrderMark = []byte("\ufeff")

// SentLine is the method and the target of the request, as spelt, or "" for what it has not.
func (x *Exchange) SentLine() (method, target string) {
	line, _, _ := bytes.Cut(x.Sent, []byte{'\n'})
	before, after, _ := bytes.Cut(bytes.TrimSuffix(line, []byte{'\r'}), []byte{' '})
	after, _, _ = bytes.Cut(after, []byte{' '})
	return string(before), string(after)
}

// Answered reports whether it is known what became of the request: bytes came back, or it is said why none did. A request
// that was only written down, as in a curl command, is not.
func (x *Exchange) Answered() bool { return len(x.Received) > 0 || x.Failure.Cause != "" }

// Limit is the deadline of the exchange.
func (x *Exchange) Limit() time.Duration {
	if x.Deadline > 0 {
		return x.Deadline
	}
	return callback.Deadline
}

// Late reports whether no complete answer was there when the deadline passed.
func (x *Exchange) Late() bool {
	return x.Failure.Cause == callback.Late || x.Phases.LastByte > x.Limit()
}

// ReadAnswer reads the answer again from the bytes that were received.
func (x *Exchange) ReadAnswer() {
	if x.Answer.Reset(); len(x.Received) > 0 {
		x.Answer.Advance(x.Received, true)
	}
}

// Reset empties the exchange and keeps its buffers, so that one value can record many exchanges.
func (x *Exchange) Reset() {
	x.Seq, x.Start, x.Target, x.Sent, x.Received = 0, time.Time{}, "", x.Sent[:0], x.Received[:0]
	x.Answer.Reset()
	x.Phases, x.Reused, x.Resent, x.Deadline = Phases{}, false, false, 0
	if x.Failure != (Failure{}) {
		x.Failure = Failure{}
	}
}
