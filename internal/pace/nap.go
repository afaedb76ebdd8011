package pace

import (
	"context"
	"time"
)

// Nap is [Wait] without staying awake: it returns at the moment until or some hundredths of a millisecond later, as late
// as the system wakes, and costs no processor time meanwhile. It looks at ctx until some milliseconds before.
func Nap(ctx context.Context, until time.Time) error {
	if left := time.Until(until); left > coarse {
		timer := time.NewTimer(left - coarse + time.Millisecond)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	for left := time.Until(until); left > 0; left = time.Until(until) {
		nap(left)
	}
	return context.Cause(ctx)
}
