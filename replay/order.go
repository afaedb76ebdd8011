package replay

import (
	"cmp"
	"container/heap"
	"iter"
	"time"

	"github.com/chatcb/chatcb/capture"
)

// DefaultWindow is how many records are read ahead to put them in order, and maxWindowBytes how much they may take.
// Captures are written when exchanges end, so that a record stands as far from its place as there were others during
// the longest answer.
const (
	DefaultWindow  = 8192
	maxWindowBytes = 64 << 20
)

// Order puts records in the order of their time while they stream by. Its memory is bounded.
type Order struct {
	Window int // records; 0 means DefaultWindow

	// Misplaced counts the records that stood further from their place than the window reaches. They come when they are
	// found.
	Misplaced int
}

// Records ranges over the records of all sources in the order of their time; those of equal time keep their order. Each
// is good until the next. An error is the last element.
func (o *Order) Records(sources ...iter.Seq2[*capture.Record, error]) iter.Seq2[*capture.Record, error] {
	if len(sources) == 1 {
		return o.sorted(sources[0])
	}
	return func(yield func(*capture.Record, error) bool) {
		var heads heads
		for i, source := range sources {
			next, stop := iter.Pull2(o.sorted(source))
			defer stop()
			rec, err, ok := next()
			if err != nil {
				yield(nil, err)
				return
			}
			if ok {
				heads = append(heads, &head{rec: rec, next: next, n: i})
			}
		}
		heap.Init(&heads)
		for len(heads) > 0 {
			first := heads[0]
			if !yield(first.rec, nil) {
				return
			}
			rec, err, ok := first.next()
			switch {
			case err != nil:
				yield(nil, err)
				return
			case !ok:
				heap.Pop(&heads)
			default:
				first.rec = rec
				heap.Fix(&heads, 0)
			}
		}
	}
}

// head is the next record of one of several sources.
type head struct {
	rec  *capture.Record
	next func() (*capture.Record, error, bool)
	n    int // of the source
}

type heads []*head

func (h heads) Len() int { return len(h) }
func (h heads) Less(i, j int) bool {
	return cmp.Or(h[i].rec.Exchange.Start.Compare(h[j].rec.Exchange.Start), h[i].n-h[j].n) < 0
}
func (h heads) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *heads) Push(x any)   { *h = append(*h, x.(*head)) }
func (h *heads) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// sorted keeps the records read ahead in a heap and gives the earliest away when the window is full.
func (o *Order) sorted(source iter.Seq2[*capture.Record, error]) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		w := window{limit: cmp.Or(o.Window, DefaultWindow)}
		emit := func() bool {
			held := heap.Pop(&w).(*held)
			w.bytes -= held.bytes
			if at := held.rec.Exchange.Start; at.Before(w.last) {
				o.Misplaced++
			} else {
				w.last = at
			}
			ok := yield(&held.rec, nil)
			w.free = append(w.free, held)
			return ok
		}
		for rec, err := range source {
			if err != nil {
				yield(nil, err)
				return
			}
			w.addRecord(rec)
			for len(w.held) > w.limit || w.bytes > maxWindowBytes {
				if !emit() {
					return
				}
			}
		}
		for len(w.held) > 0 && emit() {
		}
	}
}

type held struct {
	rec   capture.Record
	n     uint64 // in the order they were read
	bytes int
}

type window struct {
	limit int
	held  []*held
	free  []*held
	n     uint64
	bytes int
	last  time.Time // of the latest record given away
}

func (w *window) addRecord(rec *capture.Record) {
	h := &held{}
	if n := len(w.free); n > 0 {
		h, w.free = w.free[n-1], w.free[:n-1]
	}
	copyRecord(&h.rec, rec)
	h.n, h.bytes = w.n, len(rec.Exchange.Sent)+len(rec.Exchange.Received)
	w.n++
	w.bytes += h.bytes
	heap.Push(w, h)
}

func (w *window) Len() int { return len(w.held) }
func (w *window) Less(i, j int) bool {
	a, b := w.held[i], w.held[j]
	return cmp.Or(a.rec.Exchange.Start.Compare(b.rec.Exchange.Start), cmp.Compare(a.n, b.n)) < 0
}
func (w *window) Swap(i, j int) { w.held[i], w.held[j] = w.held[j], w.held[i] }
func (w *window) Push(x any)    { w.held = append(w.held, x.(*held)) }
func (w *window) Pop() any {
	last := w.held[len(w.held)-1]
	w.held = w.held[:len(w.held)-1]
	return last
}

// copyRecord copies src into the buffers of dst.
func copyRecord(dst, src *capture.Record) {
	dst.Extra = append(dst.Extra[:0], src.Extra...)
	to, from := &dst.Exchange, &src.Exchange
	to.Reset()
	sent, received, answer := to.Sent, to.Received, to.Answer
	*to = *from
	to.Sent, to.Received = append(sent, from.Sent...), append(received, from.Received...)
	answer.NoBody, answer.More, answer.MaxHead, answer.MaxBody = from.Answer.NoBody, from.Answer.More, from.Answer.MaxHead, from.Answer.MaxBody
	to.Answer = answer
	if len(to.Received) > 0 {
		to.Answer.Advance(to.Received, true)
	}
}
