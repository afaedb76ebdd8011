package load

import (
	"context"
	"fmt"
	"time"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Pacing is how the moment is awaited at which a request is due.
type Pacing string

const (
	// Precise wakes for every request: some hundredths of a millisecond late, at the price of some system calls each.
	Precise Pacing = "precise"
	// Grouped leaves it to the runtime's timers: requests leave in groups, up to a millisecond or so late, for less
	// processor time.
	Grouped Pacing = "grouped"
)

// ParsePacing reads the name of a pacing.
func ParsePacing(name string) (Pacing, error) {
	if p := Pacing(name); p == Precise || p == Grouped {
		return p, nil
	}
	return "", fmt.Errorf("wanted %s or %s, got %q%s", Precise, Grouped, name, nearest.Hint(name, []string{string(Precise), string(Grouped)}))
}

// waiter waits for one moment after the other, for one goroutine at a time.
type waiter struct {
	ctx   context.Context
	alarm *clock.Alarm // nil: grouped
	timer *time.Timer
}

// waiter returns what waits with this pacing. Where the system has no timer to give, that is the runtime's.
func (p Pacing) waiter(ctx context.Context) *waiter {
	w := &waiter{ctx: ctx, timer: time.NewTimer(0)}
	<-w.timer.C
	if p == Precise {
		w.alarm, _ = clock.NewAlarm(ctx) // without one the lateness is reported all the same
	}
	return w
}

// wait returns at a moment, or with the cause of the context's end.
func (w *waiter) wait(until time.Time) error {
	if w.alarm != nil {
		return w.alarm.Wait(until)
	}
	left := time.Until(until)
	if left <= 0 {
		return context.Cause(w.ctx)
	}
	w.timer.Reset(left)
	select {
	case <-w.timer.C:
		return nil
	case <-w.ctx.Done():
		w.timer.Stop()
		return context.Cause(w.ctx)
	}
}

func (w *waiter) close() {
	w.timer.Stop()
	if w.alarm != nil {
		w.alarm.Close()
	}
}
