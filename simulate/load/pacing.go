package load

import (
	"context"
	"fmt"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/internal/nearest"
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

// ParsePacing reads the name of a pacing.
func ParsePacing(name string) (Pacing, error) {
	if p := Pacing(name); p == Precise || p == Grouped {
		return p, nil
	}
	return "", fmt.Errorf("wanted %s or %s, got %q%s", Precise, Grouped, name, nearest.Hint(name, []string{string(Precise), string(Grouped)}))
}

func (p Pacing) alarm(ctx context.Context) clock.Alarm {
	if p == Precise {
		return clock.NewAlarm(ctx)
	}
	return clock.NewTimer(ctx)
}
