// Package clock waits for one time after the other more precisely than the runtime's timers do, and counts how late one
// was.
//
// A timer of the runtime wakes its goroutine through the network poller, which counts in whole milliseconds on Linux: it
// is up to a millisecond late, and a load that is sent by it is not the load that was asked for.
package clock

import (
	"context"
	"time"
)

// Alarm wakes one goroutine again and again. It is for one goroutine at a time.
type Alarm interface {
	// Wait returns at the time until, at once if that has passed, or with the cause of the end of the alarm's context.
	Wait(until time.Time) error
	// Close releases what the alarm has of the system.
	Close()
}

// NewAlarm returns the most precise alarm that the system has to give. Its waits end with ctx. Close it after use.
func NewAlarm(ctx context.Context) Alarm {
	if a, err := newKernelAlarm(ctx); err == nil {
		return a
	}
	return NewTimer(ctx)
}

// timer is an alarm of the runtime.
type timer struct {
	ctx   context.Context
	timer *time.Timer
}

// NewTimer returns an alarm of the runtime: up to a millisecond or so late on Linux, for less processor time.
func NewTimer(ctx context.Context) Alarm {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return &timer{ctx, t}
}

func (t *timer) Wait(until time.Time) error {
	if left := time.Until(until); left > 0 {
		t.timer.Reset(left)
		select {
		case <-t.timer.C:
		case <-t.ctx.Done():
			t.timer.Stop()
		}
	}
	return context.Cause(t.ctx)
}

func (t *timer) Close() { t.timer.Stop() }

// lead learns how late the system wakes a goroutine that sleeps: a few microseconds on a busy machine, a tenth of a
// millisecond where an idle processor has to be woken through a hypervisor. An alarm that is set as much earlier is in
// time one half of the time, after staying awake for the rest, which is short because the delays are much alike.
type lead struct {
	typical time.Duration // an estimate of the median
}

const (
	// leadStep is by how much a single delay moves the estimate.
	leadStep = time.Microsecond
	// maxLead bounds it, and so how long somebody stays awake.
	maxLead = 100 * time.Microsecond
	// leadShare is the greatest part of a wait that is spent awake: at high rates the processor has other work.
	leadShare = 4
)

// before is how long before the end of a wait of d to set the alarm.
func (l *lead) before(d time.Duration) time.Duration { return min(l.typical, d/leadShare) }

// learn takes note of a delay.
func (l *lead) learn(delay time.Duration) {
	if delay > l.typical {
		l.typical = min(l.typical+leadStep, maxLead)
	} else {
		l.typical = max(l.typical-leadStep, 0)
	}
}
