package score

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"time"
)

// The buckets of a histogram: each nanosecond below two times histogramSteps for itself, then histogramSteps of equal
// width in each doubling. A bucket is given back as its middle, so what is said is off by at most half a width: less
// than 0.1 per cent.
const (
	stepBits       = 9
	histogramSteps = 1 << stepBits
	doublings      = 30 // up to about nine minutes; what is longer counts as that
)

// Histogram counts durations in constant memory, to within 0.1 per cent. The zero value is empty. It is for one goroutine
// at a time.
type Histogram struct {
	counts   []uint64 // nil until the first
	n        uint64
	sum      uint64 // ns
	min, max time.Duration
}

// Add counts d; below zero counts as zero.
func (h *Histogram) Add(d time.Duration) {
	d = max(d, 0)
	if h.counts == nil {
		h.counts = make([]uint64, (doublings+1)*histogramSteps)
	}
	h.counts[bucketOf(d)]++
	if h.n == 0 || d < h.min {
		h.min = d
	}
	h.n++
	h.sum += uint64(d)
	h.max = max(h.max, d)
}

// Merge adds what other has counted.
func (h *Histogram) Merge(other *Histogram) {
	if other.n == 0 {
		return
	}
	if h.counts == nil {
		h.counts = make([]uint64, len(other.counts))
	}
	for i, n := range other.counts {
		h.counts[i] += n
	}
	if h.n == 0 || other.min < h.min {
		h.min = other.min
	}
	h.n += other.n
	h.sum += other.sum
	h.max = max(h.max, other.max)
}

// N is how many durations were counted.
func (h *Histogram) N() uint64 { return h.n }

// Max is the longest of them, exactly.
func (h *Histogram) Max() time.Duration { return h.max }

// Mean is their mean; zero if there are none.
func (h *Histogram) Mean() time.Duration {
	if h.n == 0 {
		return 0
	}
	return time.Duration(h.sum / h.n)
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
			return min(max(middle(i), h.min), h.max)
		}
	}
	return h.max
}

// Above is how many were longer than d, as far as the buckets tell.
func (h *Histogram) Above(d time.Duration) uint64 {
	sum := uint64(0)
	for i, n := range h.counts {
		if middle(i) > d {
			sum += n
		}
	}
	return sum
}

func bucketOf(d time.Duration) int {
	if d < 2*histogramSteps {
		return int(d)
	}
	shift := bits.Len64(uint64(d)) - stepBits - 1
	if shift >= doublings {
		return (doublings+1)*histogramSteps - 1
	}
	return shift*histogramSteps + int(uint64(d)>>shift)
}

// middle is the duration in the middle of bucket i.
func middle(i int) time.Duration {
	if i < 2*histogramSteps {
		return time.Duration(i)
	}
	shift := i/histogramSteps - 1
	return time.Duration(i%histogramSteps+histogramSteps)<<shift + 1<<shift/2
}

// histogramJSON is a histogram in a file: buckets as pairs of index and count.
type histogramJSON struct {
	N       uint64      `json:"n"`
	Sum     uint64      `json:"sum_ns"`
	Min     int64       `json:"min_ns"`
	Max     int64       `json:"max_ns"`
	Buckets [][2]uint64 `json:"buckets"`
}

// MarshalJSON writes the buckets that are not empty.
func (h *Histogram) MarshalJSON() ([]byte, error) {
	j := histogramJSON{h.n, h.sum, int64(h.min), int64(h.max), [][2]uint64{}}
	for i, n := range h.counts {
		if n > 0 {
			j.Buckets = append(j.Buckets, [2]uint64{uint64(i), n})
		}
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON wrote; buckets that do not add up are an error.
func (h *Histogram) UnmarshalJSON(text []byte) error {
	var j histogramJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	*h = Histogram{n: j.N, sum: j.Sum, min: time.Duration(j.Min), max: time.Duration(j.Max)}
	if j.N == 0 && len(j.Buckets) == 0 {
		return nil
	}
	h.counts = make([]uint64, (doublings+1)*histogramSteps)
	sum := uint64(0)
	for _, b := range j.Buckets {
		if b[0] >= uint64(len(h.counts)) {
			return fmt.Errorf("histogram: wanted buckets below %d, got %d", len(h.counts), b[0])
		}
		h.counts[b[0]] += b[1]
		sum += b[1]
	}
	if sum != j.N {
		return fmt.Errorf("histogram: wanted buckets with %d in all, got %d", j.N, sum)
	}
	return nil
}
