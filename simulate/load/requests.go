package load

import (
	"iter"
	"time"
)

// Requests ranges over the requests of the schedule that count, written as they would be sent but not sent: exchanges
// without an answer. Each is good until the next. Without a clock of the receiver's, times are the world's.
func (e *Engine) Requests(start time.Time) iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		r := &run{Engine: e, start: start, head: e.Wire.newHead(e.Generator.Webhook()), bounds: e.Schedule.Bounds()}
		w := r.newWorker()
		for k := uint64(0); ; k++ {
			n := e.Schedule.Number(k)
			if n >= r.bounds.End {
				return
			}
			if n < r.bounds.Warm {
				continue
			}
			due := e.Schedule.Pacer.Due(n)
			at := start.Add(due)
			if e.WorldTime {
				at = e.Generator.Start().Add(due)
			}
			w.prepare(n, due, at)
			w.x.Reset()
			w.x.Seq, w.x.Start, w.x.Target = n, at, e.Wire.Target.String()
			for _, s := range w.msg.Segments {
				w.x.Sent = append(w.x.Sent, s.Bytes...)
			}
			w.event = Event{Number: n, Due: due, Draw: &w.draw, Exchange: &w.x, Judgement: &w.judgement}
			if !yield(&w.event) {
				return
			}
		}
	}
}
