package load

import (
	"context"

	"github.com/chatcb/chatcb/internal/clock"
)

// Pacing is how the time is awaited at which a request is due.
type Pacing string

const (
	// Precise wakes for every request: some hundredths of a millisecond late, at the price of some system calls each.
	Precise Pacing = "precise"
	// Grouped leaves it to the runtime's timers: requests leave in groups, up to a millisecond or so late, for less
	// processor time.
	Grouped Pacing = "grouped"
)

func (p Pacing) alarm(ctx context.Context) clock.Alarm {
	if p == Precise {
		return clock.NewAlarm(ctx)
	}
	return clock.NewTimer(ctx)
}
