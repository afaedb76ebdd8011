package record

import (
	"sync"
	"sync/atomic"
	"time"
)

// connections are those that are open.
type connections struct {
	mu       sync.Mutex
	empty    sync.Cond
	open     map[*conn]struct{}
	draining atomic.Bool
}

func (c *connections) prepare() {
	c.open = make(map[*conn]struct{})
	c.empty.L = &c.mu
}

func (c *connections) add(one *conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open[one] = struct{}{}
}

func (c *connections) remove(one *conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.open, one)
	c.empty.Broadcast()
}

// drain wakes the connections that wait for a request, and waits until all are closed: each is when its exchange has
// ended, which the timeout bounds.
func (c *connections) drain() {
	c.draining.Store(true)
	c.mu.Lock()
	defer c.mu.Unlock()
	for one := range c.open {
		if one.idle.Load() {
			_ = one.client.SetReadDeadline(time.Unix(1, 0))
		}
	}
	for len(c.open) > 0 {
		c.empty.Wait()
	}
}

// Stats counts what has passed.
type Stats struct {
	Exchanges uint64 // that were answered, or failed
	Refused   uint64 // requests that were not passed on
	Guarded   uint64 // answers that the guard gave
	Kept      uint64 // exchanges written down before their answer went back,
	Late      uint64 // and after it, because the journal was slower than the bound
	Failed    uint64 // exchanges that Keep refused
	Dropped   uint64 // exchanges that were not written down because too many waited for the journal
	Unseen    uint64 // exchanges that were not judged because Observe was too slow
}

type counters struct {
	exchanges, refused, guarded, kept, late, failed, dropped, unseen atomic.Uint64
}

// Stats tells what has passed so far.
func (p *Proxy) Stats() Stats {
	c := &p.stats
	return Stats{
		c.exchanges.Load(), c.refused.Load(), c.guarded.Load(), c.kept.Load(), c.late.Load(), c.failed.Load(),
		c.dropped.Load(), c.unseen.Load(),
	}
}
