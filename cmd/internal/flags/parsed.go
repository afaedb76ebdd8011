package flags

import (
	"fmt"
	"time"
)

// Time is a flag that is a point in time.
type Time struct{ time.Time }

// UnmarshalText reads it as RFC 3339 has it.
func (t *Time) UnmarshalText(text []byte) (err error) {
	if t.Time, err = time.Parse(time.RFC3339Nano, string(text)); err != nil {
		return fmt.Errorf("wanted a time such as 2026-01-01T20:00:00Z, got %q", text)
	}
	return nil
}
