package simulate

import (
	"context"
	"fmt"
	"time"

	"github.com/chatcb/chatcb/internal/pace"
)

// Pacing is how the moment is awaited at which a request is due.
type Pacing string

const (
	// Precise wakes for every request: some hundredths of a millisecond late, at the price of a system call and a switch
	// of threads each.
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
	return "", fmt.Errorf("wanted %s or %s, got %q", Precise, Grouped, name)
}

// wait returns at a moment, or with the cause of the context's end.
func (p Pacing) wait(ctx context.Context, until time.Time) error {
	if p == Precise {
		return pace.Nap(ctx, until)
	}
	left := time.Until(until)
	if left <= 0 {
		return context.Cause(ctx)
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
