package flags

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/internal/keyvalue"
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

// Share is a flag that is a part of all: 0.1 or 10%.
type Share float64

// UnmarshalText reads a share.
func (s *Share) UnmarshalText(text []byte) error {
	share, err := keyvalue.ParseShare(string(text))
	if err != nil || !(share >= 0 && share <= 1) {
		return fmt.Errorf("wanted a share such as 10%%, got %q", text)
	}
	*s = Share(share)
	return nil
}

// Limit is a share that is a limit; 0 is none.
type Limit float64

// UnmarshalText reads a limit.
func (l *Limit) UnmarshalText(text []byte) error {
	limit, err := keyvalue.ParseShare(string(text))
	if err != nil || !(limit > 0 && limit < 1) {
		return fmt.Errorf("wanted a share above 0 and below 100%%, such as 0.1%%, got %q", text)
	}
	*l = Limit(limit)
	return nil
}
