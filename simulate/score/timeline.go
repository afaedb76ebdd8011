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

// timelineStart is the width of a slot as long as the run is short; it doubles. Runs of a second have neighbours too: see
// scatter.
const timelineStart = 250 * time.Millisecond / 32

// Series are counts over time, of constant size: as a run gets longer, its slots get wider.
type Series[S any] struct {
	Width time.Duration `json:"width_ns"` // of a slot; zero while there is none
	Slots []S           `json:"slots"`
}

// Timeline is a picture of latency over time, by when requests were due, or in a closed loop sent.
type Timeline = Series[Slot]

// Slot is what became of the requests of a stretch of time.
type Slot struct {
	Requests uint64               `json:"requests"`
	FailOpen uint64               `json:"fail_open"`
	Max      time.Duration        `json:"max_ns"`
	Rows     [timelineRows]uint32 `json:"rows"` // requests by latency; see RowTop
}

// Fates are what became of the accounts of one label that were due in a stretch of time. The rest was allowed, as said.
type Fates struct {
	Accounts uint64 `json:"n"`
	Blocked  uint64 `json:"blocked,omitempty"`
	FailOpen uint64 `json:"open,omitempty"`
}

// Wire is what happened on the wire in a stretch of time, whenever it was due.
type Wire struct {
	Sent     uint64 `json:"sent"`     // requests that left
	Answered uint64 `json:"answered"` // whose last byte came
	Ended    uint64 `json:"ended"`    // that were answered or given up
	Opened   uint64 `json:"opened"`   // connections
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

func (s *Slot) addRequest(latency time.Duration, failOpen bool) {
	s.Requests++
	if failOpen {
		s.FailOpen++
	}
	s.Max = max(s.Max, latency)
	s.Rows[rowOf(latency)]++
}

// at is the slot of a time.
func (t *Series[S]) at(d time.Duration) *S {
	if t.Width == 0 {
		t.Width = timelineStart
	}
	at := int(max(d, 0) / t.Width)
	for ; at >= timelineSlots; at /= 2 {
		t.widen()
	}
	for at >= len(t.Slots) {
		t.Slots = append(t.Slots, *new(S))
	}
	return &t.Slots[at]
}

// widen makes one slot of two.
func (t *Series[S]) widen() {
	t.Width *= 2
	half := (len(t.Slots) + 1) / 2
	for i := range half {
		s := t.Slots[2*i]
		if 2*i+1 < len(t.Slots) {
			add(&s, &t.Slots[2*i+1])
		}
		t.Slots[i] = s
	}
	t.Slots = t.Slots[:half]
}

// validate checks a series that was read from a file.
func (t *Series[S]) validate() error {
	width := timelineStart
	for width < t.Width && width < 1<<61 {
		width *= 2
	}
	if t.Width != width && t.Width != 0 || len(t.Slots) > timelineSlots || t.Width == 0 && len(t.Slots) > 0 {
		return fmt.Errorf("timeline: wanted at most %d slots of %v doubled, got %d of %v", timelineSlots, timelineStart, len(t.Slots), t.Width)
	}
	return nil
}

// Merge adds what another series has seen of the same run.
func (t *Series[S]) Merge(other *Series[S]) {
	if other.Width == 0 {
		return
	}
	o := other.Wide(t.Width)
	for t.Width < o.Width {
		if t.Width == 0 {
			t.Width = o.Width
			break
		}
		t.widen()
	}
	for i := range o.Slots {
		if i >= len(t.Slots) {
			t.Slots = append(t.Slots, *new(S))
		}
		add(&t.Slots[i], &o.Slots[i])
	}
}

// Wide is a copy whose slots are at least so wide, so that series can be drawn side by side.
func (t *Series[S]) Wide(width time.Duration) *Series[S] {
	o := &Series[S]{t.Width, append([]S(nil), t.Slots...)}
	for o.Width > 0 && o.Width < width {
		o.widen()
	}
	return o
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
