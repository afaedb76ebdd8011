// Package pace waits for a moment more precisely than the runtime's timers do, and counts how late one was.
//
// A timer of the runtime wakes its goroutine through the network poller, which counts in whole milliseconds on Linux: it
// is up to a millisecond late, and a load that is sent by it is not the load that was asked for. [Wait] sleeps in the
// system until shortly before, and spends the rest awake.
package clock

import (
	"context"
	"time"
)

const (
	// coarse is how long before its moment a wait is left to a timer, which a context can end.
	coarse = 3 * time.Millisecond
	// margin is how long before its moment a wait stays awake: what the system may be late by when it is idle.
	margin = 80 * time.Microsecond
)

// Wait returns at the moment until, at once if that has passed, or with the cause of ctx's end, which it looks at until
// some milliseconds before. It keeps a processor busy for less than a tenth of a millisecond.
func Wait(ctx context.Context, until time.Time) error {
	if left := time.Until(until); left > coarse {
		timer := time.NewTimer(left - coarse + time.Millisecond)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	for left := time.Until(until); left > margin; left = time.Until(until) {
		nap(left - margin)
	}
	for time.Now().Before(until) { //nolint:revive // to sleep or to yield now is to come late
	}
	return context.Cause(ctx)
}
