package replay

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Timing says when records are due. Its zero value keeps the recorded times.
type Timing struct {
	Max    bool          // as fast as the jobs allow: nothing is ever due
	Rate   float64       // records per second, evenly; 0 keeps the recorded times
	Speed  float64       // how many times faster than recorded; 0 means 1
	MaxGap time.Duration `flag:"max-gap" atleast:"0"` // no wait between two records is longer; 0 means no limit
}

// UnmarshalText reads original, x2.5, max or rate=100. MaxGap stays.
func (t *Timing) UnmarshalText(text []byte) error {
	next := Timing{MaxGap: t.MaxGap}
	number, isRate := strings.CutPrefix(string(text), "rate=")
	speed, isSpeed := strings.CutPrefix(string(text), "x")
	switch {
	case string(text) == "original":
	case string(text) == "max":
		next.Max = true
	default:
		if isSpeed {
			number = speed
		}
		n, err := strconv.ParseFloat(strings.TrimSuffix(number, "/s"), 64)
		if err != nil || !isRate && !isSpeed || !(n >= 1e-6 && n <= 1e9) {
			return fmt.Errorf("wanted original, xN such as x2, max, or rate=N such as rate=100, got %q", text)
		}
		if next.Speed = n; isRate {
			next.Speed, next.Rate = 0, n
		}
	}
	*t = next
	return nil
}

// String spells the timing as UnmarshalText reads it.
func (t Timing) String() string {
	switch {
	case t.Max:
		return "max"
	case t.Rate > 0:
		return fmt.Sprintf("rate=%g", t.Rate)
	case t.Speed > 0 && t.Speed != 1:
		return fmt.Sprintf("x%g", t.Speed)
	}
	return "original"
}

// Due is when record n, from 0, is to be sent, counted from the start of the replay, where before is when the one before
// it was due, and gap is the time between the two as recorded. It is a pure function.
func (t Timing) Due(n uint64, before, gap time.Duration) time.Duration {
	switch {
	case t.Max || n == 0:
		return 0
	case t.Rate > 0:
		return time.Duration(float64(n) / t.Rate * float64(time.Second))
	}
	gap = max(gap, 0)
	if t.Speed > 0 {
		gap = time.Duration(float64(gap) / t.Speed)
	}
	if t.MaxGap > 0 {
		gap = min(gap, t.MaxGap)
	}
	return before + gap
}
