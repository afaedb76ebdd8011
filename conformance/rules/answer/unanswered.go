package answer

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
)

// unanswered is the kind of TRN-001: what kept an answer away. A certificate is no matter where nothing listens.
func unanswered(f *exchange.Failure) string {
	switch {
	case f.Cause == callback.NoConnection && strings.HasPrefix(f.Detail, "connection refused"):
		return "refused"
	case f.Cause == callback.NoConnection:
		return "unconnected"
	case f.Cause == callback.TLS:
		return "tls"
	}
	return "unanswered"
}

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
