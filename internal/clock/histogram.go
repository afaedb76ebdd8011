package clock

import (
	"math/bits"
	"time"
)

const (
	steps    = 32 // of equal width, in every doubling
	stepBits = 5
)

// Histogram counts durations in constant memory. What it gives back is at most a thirtieth too high. The zero value is
// empty; it is for one goroutine at a time.
type Histogram struct {
	counts [(64 - stepBits) * steps]uint64
	n      uint64
	sum    time.Duration
	max    time.Duration
}

// Add counts d; below zero counts as zero.
func (h *Histogram) Add(d time.Duration) {
	d = max(d, 0)
	h.counts[bucket(d)]++
	h.n++
	h.sum += d
	h.max = max(h.max, d)
}

// Merge adds what other has counted.
func (h *Histogram) Merge(other *Histogram) {
	for i, n := range other.counts {
		h.counts[i] += n
	}
	h.n += other.n
	h.sum += other.sum
	h.max = max(h.max, other.max)
}

// N is how many were counted, Max the longest, and Mean the mean.
func (h *Histogram) N() uint64 { return h.n }

// Max is the longest duration counted.
func (h *Histogram) Max() time.Duration { return h.max }

// Mean is the mean of all; zero if there are none.
func (h *Histogram) Mean() time.Duration {
	if h.n == 0 {
		return 0
	}
	return h.sum / time.Duration(h.n)
}

// Quantile is what the share q of all, from 0 to 1, does not exceed; zero if there are none.
func (h *Histogram) Quantile(q float64) time.Duration {
	rank := uint64(q * float64(h.n))
	if float64(rank) < q*float64(h.n) || rank == 0 {
		rank++
	}
	seen := uint64(0)
	for i, n := range h.counts {
		if seen += n; seen >= rank {
			return min(top(i), h.max)
		}
	}
	return h.max
}

// bucket is where d is counted: below steps each nanosecond for itself, from there each doubling in steps.
func bucket(d time.Duration) int {
	if d < steps {
		return int(d)
	}
	shift := bits.Len64(uint64(d)) - stepBits - 1
	return shift*steps + int(uint64(d)>>shift)
}

// top is the longest duration of bucket i.
func top(i int) time.Duration {
	if i < steps {
		return time.Duration(i)
	}
	shift := i/steps - 1
	return time.Duration((uint64(i%steps+steps)+1)<<shift - 1)
}
