package serving

import (
	"cmp"
	"iter"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/live"
)

// restorer is a log, or a server with one.
type restorer interface {
	Restore(last uint64, past iter.Seq2[*exchange.Exchange, []callback.Member])
}

// Refill puts the newest exchanges of a journal into a log that is still empty, so that a restart does not show: as many
// as the log has room for, and no more of the journal is read. The reading goes on behind, and has ended when wait returns;
// failed is told if something goes wrong. Redact, unless nil, takes out what is not to be shown: the journal may have been
// written without it.
func Refill(log restorer, journal *capture.Journal, count, size int,
	redact func(*exchange.Exchange, []callback.Member) (*exchange.Exchange, []callback.Member), failed func(error),
) (wait func()) {
	count, size = cmp.Or(count, live.DefaultRingCount), cmp.Or(size, live.DefaultRingBytes)
	done := make(chan struct{})
	last, newest := journal.Stats().Next-1, journal.Last(count, int64(size)) // before others append
	log.Restore(last, func(yield func(*exchange.Exchange, []callback.Member) bool) {
		defer close(done)
		// In memory an exchange takes more bytes than its line, so that the log is full before these are over.
		for rec, err := range newest {
			if err != nil {
				failed(err)
				return
			}
			x, extra := &rec.Exchange, rec.Extra
			if redact != nil {
				x, extra = redact(x, extra)
			}
			if !yield(x, extra) {
				return
			}
		}
	})
	return func() { <-done }
}
