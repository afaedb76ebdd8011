package answer

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/exchange"
)

// unanswered says what kept an answer away, and what to do about it. A certificate is no matter where nothing listens.
func unanswered(f *exchange.Failure) (message, fix string) {
	switch {
	case f.Cause == callback.NoConnection && strings.HasPrefix(f.Detail, "connection refused"):
		return "nothing listens at this address; without an answer Chat adds the friend",
			"Start the receiver, or correct the host and the port of the URL."
	case f.Cause == callback.NoConnection:
		return "no connection came about; without an answer Chat adds the friend",
			"See that the receiver runs and can be reached from here, and that the host and the port of the URL are right."
	case f.Cause == callback.TLS:
		return "the TLS handshake failed; without an answer Chat adds the friend",
			"Serve a certificate that is valid for this host, with its whole chain; for a receiver that speaks plain HTTP the URL begins with http://."
	}
	return "no answer came; without one Chat adds the friend",
		"See that the handler neither panics nor closes the connection, and that the receiver speaks HTTP here, and not HTTPS alone."
}

// silence says in words what came instead of a status line.
func (r *Checker) silence() string {
	x := r.X
	switch {
	case x.Failure.Detail != "":
		return x.Failure.Detail
	case x.Failure.Cause != "":
		return string(x.Failure.Cause)
	case len(x.Received) == 0:
		return "the connection was closed"
	}
	return read.Start(x.Received)
}
