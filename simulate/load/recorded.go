package load

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// MaxRecorded bounds the times of a recording: eight bytes each, 80 MB in all, and about twice that while they are
// collected.
const MaxRecorded = 10_000_000

// Recorded is a load at the times that were recorded, once through and then from the beginning again: the first of a
// round comes the mean gap after the last of the round before, or a second after it if there is one request only.
type Recorded struct {
	after  []time.Duration // the first of them, ascending; the first is zero
	period time.Duration   // of a round
	speed  float64
}

// NewRecorded takes the times, from whenever they count and in any order, and keeps and changes the slice. Speed divides the
// gaps between them: 2 is twice as fast.
func NewRecorded(at []time.Duration, speed float64) (*Recorded, error) {
	if len(at) == 0 {
		return nil, errors.New("there is no request in it")
	}
	if len(at) > MaxRecorded {
		return nil, fmt.Errorf("wanted at most %d requests, got more", MaxRecorded)
	}
	if !(speed > 0 && speed <= maxSpeed) {
		return nil, fmt.Errorf("speed: wanted more than 0 and at most %g, got %v", float64(maxSpeed), speed)
	}
	slices.Sort(at)
	first := at[0]
	for i := range at {
		at[i] -= first
	}
	r := &Recorded{speed: speed, after: at}
	last := at[len(at)-1]
	if len(at) == 1 {
		r.period = time.Second
		return r, nil
	}
	if last == 0 {
		return nil, errors.New("wanted requests at two times at least: all were at the same")
	}
	if last < 0 || last > maxRecording { // less than zero: more than a number holds
		return nil, fmt.Errorf("wanted requests within %v of each other, got more", maxRecording)
	}
	r.period = last + last/time.Duration(len(at)-1)
	return r, nil
}

const (
	maxSpeed     = 1e6
	maxRecording = 1000 * 24 * time.Hour
)

// Due implements Pacer.
func (r *Recorded) Due(n uint64) time.Duration {
	round, i := n/uint64(len(r.after)), n%uint64(len(r.after))
	ns := (float64(round)*float64(r.period) + float64(r.after[i])) / r.speed
	if !(ns < float64(latest)) {
		return latest
	}
	if round == 0 && r.speed == 1 {
		return r.after[i] // exactly
	}
	return time.Duration(math.Floor(ns))
}

// Len is how many requests were recorded, and Length how long they take at this speed.
func (r *Recorded) Len() int { return len(r.after) }

// Length is how long one round takes, up to its last request.
func (r *Recorded) Length() time.Duration { return r.Due(uint64(len(r.after) - 1)) }
