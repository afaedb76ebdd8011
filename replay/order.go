package replay

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/chatcb/chatcb/capture"
)

// defaultWindow is how many records are read ahead to put them in order, and maxWindowBytes how much they may take.
// Captures are written when exchanges end, so that a record stands as far from its place as there were others during
// the longest answer.
const (
	defaultWindow  = 8192
	maxWindowBytes = 64 << 20
)

// Order puts records in the order of their time while they stream by. Its memory is bounded.
type Order struct {
	window int // records; 0 means defaultWindow

	// Misplaced counts the records that stood further from their place than the window reaches. They come when they are
	// found.
	Misplaced int
}

// Records ranges over the records of all sources in the order of their time; those of equal time keep their order. Each
// is good until the next. An error is the last element.
func (o *Order) Records(sources ...iter.Seq2[*capture.Record, error]) iter.Seq2[*capture.Record, error] {
	ordered := make([]iter.Seq2[*capture.Record, error], len(sources))
	for i, source := range sources {
		ordered[i] = o.sorted(source)
	}
	return capture.Merge(ordered, func(int) {}) // what is misplaced is counted
}

// sorted keeps the records read ahead in their order and gives the earliest away when the window is full.
func (o *Order) sorted(source iter.Seq2[*capture.Record, error]) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		var w window
		emit := func() bool {
			rec := w.takeFirst()
			if at := rec.Exchange.Start; at.Before(w.last) {
				o.Misplaced++
			} else {
				w.last = at
			}
			ok := yield(rec, nil)
			w.free = append(w.free, rec)
			return ok
		}
		for rec, err := range source {
			if err != nil {
				yield(nil, err)
				return
			}
			w.addRecord(rec)
			for len(w.held) > cmp.Or(o.window, defaultWindow) || w.bytes > maxWindowBytes {
				if !emit() {
					return
				}
			}
		}
		for len(w.held) > 0 && emit() {
		}
	}
}

// window holds records in the order of their time; those of equal time keep their order.
type window struct {
	held  []*capture.Record
	free  []*capture.Record // memory to be used again
	bytes int
	last  time.Time // of the latest record given away
}

func (w *window) addRecord(rec *capture.Record) {
	held := &capture.Record{}
	if n := len(w.free); n > 0 {
		held, w.free = w.free[n-1], w.free[:n-1]
	}
	held.CopyFrom(rec)
	w.bytes += size(held)
	at, _ := slices.BinarySearchFunc(w.held, held.Exchange.Start, func(other *capture.Record, start time.Time) int {
		return cmp.Or(other.Exchange.Start.Compare(start), -1) // behind those of the same time
	})
	w.held = slices.Insert(w.held, at, held)
}

func (w *window) takeFirst() *capture.Record {
	first := w.held[0]
	w.held = w.held[1:]
	w.bytes -= size(first)
	return first
}

func size(rec *capture.Record) int { return len(rec.Exchange.Sent) + len(rec.Exchange.Received) }
