package replay

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Timing says when records are due. Its zero value keeps the recorded times.
type Timing struct {
	Max    bool          // as fast as the jobs allow: nothing is ever due
	Rate   float64       // records per second, evenly; 0 keeps the recorded times
	Speed  float64       // how many times faster than recorded; 0 means 1
	MaxGap time.Duration // no wait between two records is longer; 0 means no limit
}

// ParseTiming reads original, x2.5, max or rate=100.
func ParseTiming(text string) (Timing, error) {
	bad := func() (Timing, error) {
		return Timing{}, fmt.Errorf("wanted original, xN such as x2, max, or rate=N such as rate=100, got %q", text)
	}
	number, isRate := strings.CutPrefix(text, "rate=")
	speed, isSpeed := strings.CutPrefix(text, "x")
	switch {
	case text == "original":
		return Timing{}, nil
	case text == "max":
		return Timing{Max: true}, nil
	case isSpeed:
		number = speed
	case !isRate:
		return bad()
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(number, "/s"), 64)
	if err != nil || !(n >= 1e-6) || n > 1e9 || math.IsNaN(n) {
		return bad()
	}
	if isRate {
		return Timing{Rate: n}, nil
	}
	return Timing{Speed: n}, nil
}

// String spells the timing as ParseTiming reads it.
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
