package load

import (
	"context"
	"iter"
	"time"
)

// Requests ranges over the requests of the schedule that count, written as they would be sent but not sent: exchanges
// without an answer. Each is good until the next. Without a clock of the receiver's, times are the world's.
func (e *Engine) Requests(start time.Time) iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		r := e.newRun(context.Background(), start)
		r.bounds = e.Schedule.Bounds()
		for w := r.newWorker(); w.take(); {
			if w.event.Warm {
				continue
			}
			at := w.at
			if e.WorldTime {
				at = e.Generator.Start().Add(w.event.Due)
			}
			w.prepare(at)
			w.x.Reset()
			w.x.Seq, w.x.Start, w.x.Target = w.event.Number, at, e.Wire.Target.String()
			for _, s := range w.msg.Segments {
				w.x.Sent = append(w.x.Sent, s.Bytes...)
			}
			if !yield(&w.event) {
				return
			}
		}
	}
}
