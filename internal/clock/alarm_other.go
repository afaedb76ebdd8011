//go:build !linux

package clock

import (
	"context"
	"time"
)

// Alarm wakes one goroutine again and again. Here it is a timer of the runtime, which on these systems is as fine as
// the system's own. Make one with [NewAlarm]; it is for one goroutine at a time.
type Alarm struct {
	ctx   context.Context
	timer *time.Timer
}

// NewAlarm returns an alarm whose waits end with ctx. Close it after use.
func NewAlarm(ctx context.Context) (*Alarm, error) {
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	return &Alarm{ctx, timer}, nil
}

// Wait returns at the moment until, at once if that has passed, or with the cause of the context's end.
func (a *Alarm) Wait(until time.Time) error {
	if left := time.Until(until); left > 0 {
		a.timer.Reset(left)
		select {
		case <-a.timer.C:
		case <-a.ctx.Done():
			a.timer.Stop()
		}
	}
	return context.Cause(a.ctx)
}

// Close releases the timer.
func (a *Alarm) Close() { a.timer.Stop() }
