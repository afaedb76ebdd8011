package load

import (
	"context"
	"iter"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Requests ranges over the requests of the schedule that count, written as they would be sent but not sent: exchanges
// without an answer. Each is good until the next. Without a clock of the receiver's, times are the world's.
func (e *Engine) Requests(start time.Time) iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		for w := e.newRun(context.Background(), start).newWorker(); w.take(); {
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

// Probe sends single requests of one's own making, one after the other, and judges the answers. Make one with
// [Engine.NewProbe].
type Probe struct {
	Draw traffic.Draw // what is sent next
	Sent int          // requests so far

	w *worker
}

// NewProbe returns a probe that spells requests as the engine does.
func (e *Engine) NewProbe(ctx context.Context) *Probe {
	return &Probe{w: e.newRun(ctx, time.Time{}).newWorker()}
}

// Send sends Draw as request n, as of this time, and returns the verdict on its first account.
func (p *Probe) Send(n uint64, at time.Time) conformance.Verdict {
	w := p.w
	w.write(&p.Draw, w.run.Wire.Encoding, n, at)
	_ = w.run.Client.Do(w.run.wire, &w.msg, &w.x) // the context never ends, so it cannot fail
	w.judge(&p.Draw)
	p.Sent++
	return w.judgement.Verdicts[0]
}
