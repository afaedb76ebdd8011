package load

import (
	"context"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/simulate/traffic"
)

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
