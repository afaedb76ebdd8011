package score

import (
	"fmt"
	"math/bits"
	"time"
)

const (
	timelineSlots = 120
	timelineRows  = 96 // four to a doubling, from 16 µs up
)

// timelineStart is the width of a slot as long as the run is short; it doubles.
const timelineStart = 250 * time.Millisecond

// Timeline is a picture of latency over time, of constant size: as a run gets longer, its slots get wider.
type Timeline struct {
	Width time.Duration `json:"width_ns"` // of a slot; zero while there is none
	Slots []Slot        `json:"slots"`    // by when requests were due
}

// Slot is what happened in a stretch of time.
type Slot struct {
	Requests uint64               `json:"requests"`
	FailOpen uint64               `json:"fail_open"`
	Max      time.Duration        `json:"max_ns"`
	Rows     [timelineRows]uint32 `json:"rows"` // requests by latency; see RowTop
}

// RowTop is the longest latency of a row, but for the last row, which has no end.
func RowTop(row int) time.Duration {
	return time.Duration(row%4+5) << (row / 4) << 12
}

func rowOf(d time.Duration) int {
	q := uint64(max(d, 0)) >> 12 // 4 µs
	if q < 5 {
		return 0
	}
	shift := bits.Len64(q) - 3
	return min(shift*4+int(q>>shift)-4, timelineRows-1)
}

func (t *Timeline) addRequest(due, latency time.Duration, failOpen bool) {
	if t.Width == 0 {
		t.Width = timelineStart
	}
	at := int(max(due, 0) / t.Width)
	for ; at >= timelineSlots; at /= 2 {
		t.widen()
	}
	for at >= len(t.Slots) {
		t.Slots = append(t.Slots, Slot{})
	}
	s := &t.Slots[at]
	s.Requests++
	if failOpen {
		s.FailOpen++
	}
	s.Max = max(s.Max, latency)
	s.Rows[rowOf(latency)]++
}

// widen makes one slot of two.
func (t *Timeline) widen() {
	t.Width *= 2
	half := (len(t.Slots) + 1) / 2
	for i := range half {
		s := t.Slots[2*i]
		if 2*i+1 < len(t.Slots) {
			s.merge(&t.Slots[2*i+1])
		}
		t.Slots[i] = s
	}
	t.Slots = t.Slots[:half]
}

func (s *Slot) merge(o *Slot) {
	s.Requests += o.Requests
	s.FailOpen += o.FailOpen
	s.Max = max(s.Max, o.Max)
	for i, n := range o.Rows {
		s.Rows[i] += n
	}
}

// validate checks a timeline that was read from a file.
func (t *Timeline) validate() error {
	width := timelineStart
	for width < t.Width && width < 1<<61 {
		width *= 2
	}
	if t.Width != width && t.Width != 0 || len(t.Slots) > timelineSlots || t.Width == 0 && len(t.Slots) > 0 {
		return fmt.Errorf("timeline: wanted at most %d slots of %v doubled, got %d of %v", timelineSlots, timelineStart, len(t.Slots), t.Width)
	}
	return nil
}

// Merge adds what another timeline has seen of the same run.
func (t *Timeline) Merge(other *Timeline) {
	if other.Width == 0 {
		return
	}
	o := Timeline{other.Width, append([]Slot(nil), other.Slots...)}
	if t.Width == 0 {
		*t = o
		return
	}
	for t.Width < o.Width {
		t.widen()
	}
	for o.Width < t.Width {
		o.widen()
	}
	for i := range o.Slots {
		if i >= len(t.Slots) {
			t.Slots = append(t.Slots, Slot{})
		}
		t.Slots[i].merge(&o.Slots[i])
	}
}

// Quantile is what the share q of a slot's latencies does not exceed, as its rows tell: up to a fifth too high.
func (s *Slot) Quantile(q float64) time.Duration {
	seen, rank := 0.0, q*float64(s.Requests)
	for i, n := range s.Rows {
		if seen += float64(n); seen >= rank && n > 0 {
			return min(RowTop(i), s.Max)
		}
	}
	return s.Max
}
