package answer

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
)

// unanswered is the kind of TRN-001: what kept an answer away. A certificate is no matter where nothing listens.
func unanswered(x *exchange.Exchange) string {
	f := &x.Failure
	switch {
	case f.Cause == callback.NoConnection && strings.HasPrefix(f.Detail, "connection refused"):
		return "refused"
	case f.Cause == callback.NoConnection:
		return "unconnected"
	case f.Cause == callback.TLS && strings.Contains(f.Detail, "certificate required"):
		return "client-certificate"
	case f.Cause == callback.TLS && strings.Contains(f.Detail, "no application protocol"):
		return "http2"
	case f.Cause == callback.TLS:
		return "tls"
	case settings(x.Received):
		return "http2"
	}
	return "unanswered"
}

// settings reports bytes with which a server of HTTP/2 begins: a frame of the type SETTINGS on stream 0 (RFC 9113, section 3.4).
func settings(b []byte) bool { return len(b) >= 9 && b[3] == 4 && string(b[5:9]) == "\x00\x00\x00\x00" }

// silence is what came instead of a status line, or of the end of an answer.
func (c *Checker) silence() any {
	x := c.X
	switch {
	case x.Failure.Detail != "":
		return x.Failure.Detail
	case x.Failure.Cause != "":
		return x.Failure.Cause
	case len(x.Received) == 0:
		return rule.Term("closed")
	}
	return rule.ExcerptOf(x.Received)
}
