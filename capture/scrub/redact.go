package scrub

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/exchange"
)

// Redaction is scrubbing with a key while exchanges come, by many goroutines at once; entry does it for one account.
func Redaction(key []byte) (redact capture.Redact, entry func(string) string, err error) {
	if _, err = New(key); err != nil {
		return nil, nil, err
	}
	scrubber := func() *Scrubber { // one for each goroutine
		s, _ := New(key) // its length was checked
		return s
	}
	redact = func(x *exchange.Exchange, extra []callback.Member) (*exchange.Exchange, []callback.Member) {
		r := capture.Record{Exchange: *x, Extra: extra}
		scrubber().Record(&r)
		return &r.Exchange, r.Extra
	}
	return redact, func(account string) string { return scrubber().Account(account) }, nil
}
