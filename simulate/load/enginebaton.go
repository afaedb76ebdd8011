package load

import (
	"sync"
	"time"
)

// baton is held by the one worker of an open loop that waits for the next request to be due. When the moment comes it
// passes the baton on and sends the request itself: nothing is handed over on the way, and the next wait begins at once.
type baton struct {
	mu      sync.Mutex
	idle    []*worker // the last one that became idle is used first
	workers int
	free    bool // all workers are busy, and there may be no more: whoever is done first takes it
	over    bool // the schedule has ended

	// The rest belongs to whoever holds the baton.
	next  uint64
	taken time.Time // when a worker last took it that had been free: what was due before had to wait for a connection
}

// pass gives the baton to an idle worker or a new one.
func (r *run) pass() {
	b := &r.baton
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.idle); n > 0 {
		w := b.idle[n-1]
		b.idle = b.idle[:n-1]
		w.turn <- true
		return
	}
	limit := r.MaxConnections
	if limit == 0 {
		limit = DefaultMaxConnections
	}
	if b.workers == limit {
		b.free = true
		return
	}
	b.workers++
	w := r.newWorker()
	r.all.Go(func() { w.openLoop(true) })
}

// await returns when it is w's turn; false means that the schedule has ended.
func (w *worker) await() bool {
	b := &w.run.baton
	b.mu.Lock()
	switch {
	case b.over:
		b.mu.Unlock()
		return false
	case b.free:
		b.free, b.taken = false, time.Now()
		b.mu.Unlock()
		return true
	}
	b.idle = append(b.idle, w)
	b.mu.Unlock()
	return <-w.turn
}

// end tells all workers that there is nothing more to do.
func (r *run) end() {
	b := &r.baton
	b.mu.Lock()
	defer b.mu.Unlock()
	b.over = true
	for _, w := range b.idle {
		w.turn <- false
	}
	b.idle = nil
}
