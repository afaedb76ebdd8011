package live

import (
	"context"
	"sync"
)

// Cursor is a place in the stream of exchanges: after so many of them. Zero is before the first.
type Cursor uint64

// ring remembers the latest exchanges, bounded by number and by bytes. Viewers hold a [Cursor] and come for what is new;
// nobody is waited for, and who is too slow is told how many he lost.
type ring struct {
	mu       sync.Mutex
	slots    []*Event // a circle: the exchange at place n is slots[n%len(slots)]
	first    Cursor   // of the oldest that is there
	next     Cursor   // of the one to come
	bytes    int
	maxBytes int
	idle     []chan<- struct{} // of viewers who wait for the next
	metrics  metrics
	whole    chan struct{} // closed once the past is in; nil where there is none
	// recalling says that it is not in yet: numbers and places are the same up to where it ends.
	recalling bool
}

func newRing(count, bytes int) *ring {
	return &ring{slots: make([]*Event, max(count, 0)), maxBytes: bytes}
}

// add makes an exchange the latest. Counted is the event that the counts are taken from: the same, but for what is
// redacted.
func (r *ring) add(e, counted *Event) {
	e.bytes = e.size()
	outcome := counted.outcome() // takes a while where a fault acted: not under the lock
	r.mu.Lock()
	r.metrics.add(counted, outcome)
	r.put(e)
	idle := r.idle
	r.idle = nil
	r.mu.Unlock()
	for _, viewer := range idle {
		viewer <- struct{}{} // it has room for this one
	}
}

// expect begins an empty ring behind the exchange with this number, as if those before had been here. Until recall has
// put them in, and a reader waits.
func (r *ring) expect(last uint64) {
	r.first, r.next, r.metrics.since = Cursor(last), Cursor(last), Cursor(last)
	r.whole, r.recalling = make(chan struct{}), true
}

// recall puts in the exchanges of an earlier time, before those that came since expect, as far as there is room for the
// newest of them. Past is nothing but a container for them.
func (r *ring) recall(past *ring) {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer close(r.whole)
	r.recalling = false
	if r.first > r.metrics.since {
		return // some that came since are forgotten already: there is no room, and the past would have a gap
	}
	for at := past.next; at > past.first && r.first > 0 && r.next-r.first < Cursor(len(r.slots)); at-- {
		e := past.slots[(at-1)%Cursor(len(past.slots))]
		if r.bytes+e.bytes > r.maxBytes {
			return
		}
		r.first--
		r.slots[r.first%Cursor(len(r.slots))] = e
		r.bytes += e.bytes
	}
}

// look locks the ring for anyone who looks at what is in it.
func (r *ring) look() {
	if r.whole != nil {
		<-r.whole
	}
	r.mu.Lock()
}

func (r *ring) put(e *Event) {
	if n := Cursor(len(r.slots)); n > 0 {
		if r.next-r.first == n {
			r.evict()
		}
		r.slots[r.next%n] = e
		r.bytes += e.bytes
	}
	r.next++
	if len(r.slots) == 0 {
		r.first = r.next
	}
	for r.bytes > r.maxBytes && r.first < r.next {
		r.evict()
	}
}

func (r *ring) evict() {
	slot := &r.slots[r.first%Cursor(len(r.slots))]
	r.bytes -= (*slot).bytes
	*slot = nil
	r.first++
}

// clear forgets all, and starts the counts anew. Cursors go on.
func (r *ring) clear() {
	r.look()
	defer r.mu.Unlock()
	for r.first < r.next {
		if len(r.slots) == 0 {
			r.first = r.next
			break
		}
		r.evict()
	}
	r.metrics = metrics{since: r.next}
	for _, viewer := range r.idle { // they are to hear of it; each has room for this one
		viewer <- struct{}{}
	}
	r.idle = nil
}

// Batch is a piece of the stream of exchanges.
type Batch struct {
	Events []*Event
	Next   Cursor // where to go on
	Lost   uint64 // how many exchanges before these are forgotten already
}

func (r *ring) from(after Cursor, limit int) Batch {
	r.look()
	defer r.mu.Unlock()
	b := Batch{Next: min(after, r.next)}
	if b.Next < r.first {
		b.Lost = uint64(r.first - b.Next)
		b.Next = r.first
	}
	if n := min(uint64(r.next-b.Next), uint64(max(limit, 0))); n > 0 {
		b.Events = make([]*Event, 0, n)
	}
	for len(b.Events) < limit && b.Next < r.next {
		b.Events = append(b.Events, r.slots[b.Next%Cursor(len(r.slots))])
		b.Next++
	}
	return b
}

func (r *ring) after(seq uint64) Cursor {
	r.look()
	defer r.mu.Unlock()
	if seq == 0 {
		return 0
	}
	// Numbers are given before exchanges get here, so that neighbours may have changed places.
	lowest, number := r.next, uint64(0)
	for at := r.next; at > r.first; at-- {
		switch e := r.slots[(at-1)%Cursor(len(r.slots))]; {
		case e.Seq == seq:
			return at
		case e.Seq > seq:
			lowest, number = at-1, e.Seq
		}
	}
	if lowest == r.first && number > seq { // it is forgotten, with what came between
		return lowest - min(lowest, Cursor(number-seq-1))
	}
	return lowest
}

// follow waits until something came after the cursor, or the counts no longer begin at since.
func (r *ring) follow(ctx context.Context, after, since Cursor) error {
	r.mu.Lock()
	if r.next > after || r.metrics.since != since {
		r.mu.Unlock()
		return nil
	}
	wake := make(chan struct{}, 1)
	r.idle = append(r.idle, wake)
	r.mu.Unlock()
	select {
	case <-wake:
		return nil
	case <-ctx.Done():
		r.forget(wake)
		return ctx.Err()
	}
}

// forget takes a viewer out who has left.
func (r *ring) forget(viewer chan<- struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, v := range r.idle {
		if v == viewer {
			r.idle = append(r.idle[:i], r.idle[i+1:]...)
			return
		}
	}
}
