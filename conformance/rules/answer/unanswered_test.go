package answer

import (
	"slices"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
)

// The advice fits what happened: of certificates it speaks only after a handshake.
func TestUnansweredAdvice(t *testing.T) {
	first := slices.Collect(Rules())[0]
	for _, test := range []struct {
		failure      exchange.Failure
		message, fix string
		received     string
	}{
		{exchange.Failure{Cause: callback.NoConnection, Detail: "connection refused by 127.0.0.1:1"}, "nothing listens", "Start the receiver", ""},
		{exchange.Failure{Cause: callback.NoConnection, Detail: `DNS knows no address of "x"`}, "no connection came about", "the host and the port", ""},
		{exchange.Failure{Cause: callback.TLS}, "the TLS handshake failed", "certificate", ""},
		{exchange.Failure{Cause: callback.TLS, Detail: `handshake: the receiver refused with the alert "certificate required"`}, "wants a certificate of its caller", "mutual TLS", ""},
		{exchange.Failure{Cause: callback.TLS, Detail: `handshake: the receiver refused with the alert "no application protocol"`}, "HTTP/2 alone", "HTTP/1.1", ""},
		{exchange.Failure{Cause: callback.Reset}, "no answer came", "handler", ""},
		{exchange.Failure{Cause: callback.Reset}, "HTTP/2 alone", "HTTP/1.1", "\x00\x00\x06\x04\x00\x00\x00\x00\x00"},
		{exchange.Failure{Cause: callback.Reset}, "no answer came", "handler", "\x00\x00\x06\x05\x00\x00\x00\x00\x00"},
	} {
		f := rule.Finding{Rule: first, Kind: unanswered(&exchange.Exchange{Failure: test.failure, Received: []byte(test.received)})}
		message, fix := f.Message(), f.In(nil).Fix
		if !strings.Contains(message, test.message) || !strings.Contains(message, "Chat adds the friend") || !strings.Contains(fix, test.fix) {
			t.Errorf("%v: got %q and %q, want %q and %q", test.failure, message, fix, test.message, test.fix)
		}
		if strings.Contains(fix, "certificate") && test.failure.Cause != callback.TLS {
			t.Errorf("%v: got the fix %q", test.failure, fix)
		}
	}
}
