package load

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Shard is the Index-th of Of parts of a stream; the requests whose number is Index modulo Of. The zero value is the
// whole.
type Shard struct{ Index, Of uint64 }

// MaxShards bounds the parts of a stream.
const MaxShards = 1 << 16

// UnmarshalText reads "0/4", the first of four.
func (s *Shard) UnmarshalText(text []byte) error {
	index, of, _ := strings.Cut(string(text), "/")
	i, err1 := strconv.ParseUint(index, 10, 32)
	n, err2 := strconv.ParseUint(of, 10, 32)
	if err1 != nil || err2 != nil || i >= n || n > MaxShards {
		return fmt.Errorf("wanted i/n with i from 0 to n-1, such as 0/4, got %q", text)
	}
	*s = Shard{i, n}
	return nil
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, max(s.Of, 1)) }

// Schedule is which requests of a stream are sent, and when.
type Schedule struct {
	Pacer Pacer
	Shard Shard `flag:"shard"`
	// First leaves out the requests before this number; it is for the whole stream only.
	First uint64
	// WarmUp is how long requests are sent that do not count.
	WarmUp time.Duration `flag:"warm-up" atleast:"0"`
	// Count is how many requests of the whole stream count, and Duration for how long they are due; zero means no such
	// end. The first end that comes counts.
	Count    uint64        `flag:"count"`
	Duration time.Duration `flag:"duration" default:"10s" atleast:"0"`
}

// Bounds are the numbers of a stream's requests that a schedule sends: those from Warm on count.
type Bounds struct{ Warm, End uint64 }

// Bounds finds the bounds by bisection, for due times never fall.
func (s *Schedule) Bounds() Bounds {
	b := Bounds{Warm: max(s.First, s.FirstAt(s.WarmUp)), End: 1 << 53}
	if s.Duration > 0 {
		b.End = s.FirstAt(s.WarmUp + s.Duration)
	}
	if s.Count > 0 {
		b.End = min(b.End, b.Warm+s.Count)
	}
	return b
}

// Length is when the last request is due, after the start; without an end it is very long.
func (s *Schedule) Length() time.Duration {
	return s.Pacer.Due(max(s.Bounds().End, 1) - 1)
}

// Endless reports whether a schedule has no end.
func (s *Schedule) Endless() bool { return s.Bounds().End >= 1<<50 }

// Total is how many requests of the shard count; 0 for one without an end.
func (s *Schedule) Total() int {
	if s.Endless() {
		return 0
	}
	b := s.Bounds()
	return int((b.End - b.Warm) / max(s.Shard.Of, 1))
}

// FirstAt is the number of the first request that is due at this time or later.
func (s *Schedule) FirstAt(at time.Duration) uint64 {
	if at <= 0 {
		return 0
	}
	low, high := uint64(0), uint64(1<<53)
	for low < high {
		if middle := (low + high) / 2; s.Pacer.Due(middle) < at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// Number is the number in the whole stream of the k-th request of the shard.
func (s *Schedule) Number(k uint64) uint64 { return s.First + s.Shard.Index + k*max(s.Shard.Of, 1) }
