package live

import (
	"context"
	"slices"
)

// look locks the log for anyone who looks at what is in it.
func (l *Log) look() {
	if l.whole != nil {
		<-l.whole
	}
	l.mu.Lock()
}

// Batch is a piece of the stream of exchanges.
type Batch struct {
	Events []*Event
	Next   Cursor // where to go on
	Lost   uint64 // how many exchanges before these are forgotten already
}

// Events returns what came after a cursor, oldest first, at most limit of them.
func (l *Log) Events(after Cursor, limit int) Batch {
	l.look()
	defer l.mu.Unlock()
	b := Batch{Next: min(after, l.next)}
	if b.Next < l.first {
		b.Lost = uint64(l.first - b.Next)
		b.Next = l.first
	}
	if n := min(uint64(l.next-b.Next), uint64(max(limit, 0))); n > 0 {
		b.Events = make([]*Event, 0, n)
	}
	for len(b.Events) < limit && b.Next < l.next {
		b.Events = append(b.Events, *l.slot(b.Next))
		b.Next++
	}
	return b
}

// Latest is the cursor of what is yet to come.
func (l *Log) Latest() Cursor {
	latest, _ := l.ends()
	return latest
}

// ends are the cursor of what is yet to come, and where the counts begin.
func (l *Log) ends() (latest, since Cursor) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.next, l.metrics.since
}

// After is the cursor of what came after the exchange with this number. Where that is forgotten, it is where it would be,
// so that what is missing since is told.
func (l *Log) After(seq uint64) Cursor {
	l.look()
	defer l.mu.Unlock()
	if seq == 0 {
		return 0
	}
	// Numbers are given before exchanges get here, so that neighbours may have changed places.
	lowest, number := l.next, uint64(0)
	for at := l.next; at > l.first; at-- {
		switch e := *l.slot(at - 1); {
		case e.Seq == seq:
			return at
		case e.Seq > seq:
			lowest, number = at-1, e.Seq
		}
	}
	if lowest == l.first && number > seq { // it is forgotten, with what came between
		return lowest - min(lowest, Cursor(number-seq-1))
	}
	return lowest
}

// Follow waits until something came after the cursor or the log was reset, or the context ends.
func (l *Log) Follow(ctx context.Context, after Cursor) error {
	_, since := l.ends()
	return l.follow(ctx, after, since)
}

// follow waits until something came after the cursor, or the counts no longer begin at since.
func (l *Log) follow(ctx context.Context, after, since Cursor) error {
	l.mu.Lock()
	if l.next > after || l.metrics.since != since {
		l.mu.Unlock()
		return nil
	}
	wake := make(chan struct{}, 1)
	l.idle = append(l.idle, wake)
	l.mu.Unlock()
	select {
	case <-wake:
		return nil
	case <-ctx.Done():
		l.mu.Lock()
		defer l.mu.Unlock()
		l.idle = slices.DeleteFunc(l.idle, func(v chan<- struct{}) bool { return v == wake }) // it has left
		return ctx.Err()
	}
}
