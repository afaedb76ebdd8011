package simulate

import (
	"context"
	"time"

	"github.com/chatcb/chatcb/conformance"
)

// probe sends single requests of one's own making, one after the other, and judges the answers.
type probe struct {
	ctx  context.Context
	w    *worker
	sent int
}

func (e *Engine) newProbe(ctx context.Context) *probe {
	r := &run{Engine: e, wire: context.WithoutCancel(ctx), head: e.Wire.newHead(), bounds: Bounds{End: 1 << 53}, result: newResult()}
	return &probe{ctx: ctx, w: r.newWorker()}
}

// send sends what stands in the worker's draw, and returns the verdict on its first account.
func (p *probe) send(n uint64, at time.Time) conformance.Verdict {
	w := p.w
	w.write(n, at)
	_ = w.run.Client.Do(w.run.wire, &w.msg, &w.x) // the context never ends, so it cannot fail
	w.run.Judge.Judge(&w.x, &w.asked, &w.judgement)
	p.sent++
	return w.judgement.Verdicts[0]
}
