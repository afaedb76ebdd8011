package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/neterr"
)

// ConnectFailure says why no connection came about, given the error of dialling and how long that took.
func ConnectFailure(t *Target, err error, took time.Duration) exchange.Failure {
	return exchange.Failure{Cause: callback.NoConnection, Detail: connectWords(t, err, took)}
}

func connectWords(t *Target, err error, took time.Duration) string {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		switch {
		case dns.IsNotFound:
			return fmt.Sprintf("DNS knows no address of %q", dns.Name)
		case dns.IsTimeout || timedOut(err):
			return fmt.Sprintf("DNS did not say within %v what the address of %q is", rounded(took), dns.Name)
		}
		return fmt.Sprintf("DNS failed for %q: %s", dns.Name, dns.Err)
	}
	address := t.Address
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Addr != nil {
		address = op.Addr.String()
	}
	for _, w := range []struct {
		holds bool
		words string
	}{
		{neterr.Is(err, neterr.Refused), "connection refused by "},
		{neterr.Is(err, neterr.HostUnreachable), "no route to "},
		{neterr.Is(err, neterr.NetworkUnreachable), "the network is unreachable on the way to "},
		{neterr.Is(err, neterr.Reset), "connection reset by "},
		{errors.Is(err, os.ErrNotExist), "there is no socket at "},
		{errors.Is(err, os.ErrPermission), "no permission to connect to "},
	} {
		if w.holds {
			return w.words + address
		}
	}
	if timedOut(err) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("no connection to %s within %v", address, rounded(took))
	}
	return fmt.Sprintf("no connection to %s: %v", address, err)
}

// brokenFailure says how the connection ended before an answer had begun in earnest.
func brokenFailure(x *exchange.Exchange, err error) exchange.Failure {
	if words, ok := alertWords(err); ok {
		return exchange.Failure{Cause: callback.TLS, Detail: words}
	}
	how := "the receiver closed the connection"
	switch {
	case neterr.Is(err, neterr.Reset, neterr.BrokenPipe):
		how = "the receiver reset the connection"
	case err != nil && !errors.Is(err, io.EOF):
		how = "the connection was lost (" + err.Error() + ")"
	}
	return exchange.Failure{
		Cause:  callback.Reset,
		Detail: fmt.Sprintf("%s after %v, %s", how, rounded(x.Phases.LastByte), progress(x)),
	}
}

// lateFailure says what was there of the answer when listening ended.
func lateFailure(msg *Message, x *exchange.Exchange, listened time.Duration) exchange.Failure {
	detail := fmt.Sprintf("listened for %v: %s", rounded(listened), progress(x))
	if n := max(msg.Answers, 1); n > 1 {
		detail = fmt.Sprintf("listened for %v: not all of %d answers came", rounded(listened), n)
	}
	return exchange.Failure{Cause: callback.Late, Detail: detail}
}

// vanishFailure records a connection that was dropped on purpose.
func vanishFailure(x *exchange.Exchange, err error) exchange.Failure {
	detail := fmt.Sprintf("we dropped the connection on purpose after %d bytes of the request", len(x.Sent))
	if err != nil {
		detail += ", though the plan was to write more: " + err.Error()
	}
	return exchange.Failure{Cause: callback.Reset, Detail: detail}
}

// progress says how much of an answer came.
func progress(x *exchange.Exchange) string {
	a := &x.Answer
	switch {
	case len(x.Received) == 0:
		return "without a byte of an answer"
	case a.Status == 0 && a.Interim > 0:
		return "with interim answers only"
	case a.Status == 0:
		return fmt.Sprintf("with %d bytes of an unfinished header block", len(x.Received))
	}
	return fmt.Sprintf("with a header block (status %d) and %d bytes of an unfinished body", a.Status, len(a.Body))
}

// rounded is d to three or four digits.
func rounded(d time.Duration) time.Duration {
	for unit := time.Second; unit >= time.Microsecond; unit /= 10 {
		if d >= unit {
			return d.Round(unit / 100)
		}
	}
	return d
}
