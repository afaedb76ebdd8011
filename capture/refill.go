package capture

import (
	"iter"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// Restorer is a log, or a server with one.
type Restorer interface {
	Restore(last uint64, past iter.Seq2[*exchange.Exchange, []callback.Member])
}

// Redact takes out of an exchange, and of what is recorded with it, what is not to be shown.
type Redact func(*exchange.Exchange, []callback.Member) (*exchange.Exchange, []callback.Member)

// Refill puts the newest exchanges of the journal into a log that is still empty, so that a restart does not show: as many
// as the log has room for, and no more of the journal is read. The reading goes on behind, and has ended when wait returns;
// failed is told if something goes wrong. The journal may have been written without redact, which may be nil.
func (j *Journal) Refill(log Restorer, count, size int, redact Redact, failed func(error)) (wait func()) {
	done := make(chan struct{})
	last, newest := j.Next()-1, j.Last(count, int64(size)) // before others append
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
