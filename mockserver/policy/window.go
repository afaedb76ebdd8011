package policy

import (
	"sync"
	"time"
)

// The bounds of what rate and seen remember.
const (
	maxWindow = 31 * 24 * time.Hour
	slots     = 32      // a window is counted in so many steps
	maxKeys   = 1 << 16 // of each call in a policy; twice as many may be remembered for a while
)

// window counts keys over a time that ends now. It moves in steps, so that an event may be forgotten early by up to a
// 32nd of the window, and never late.
//
// Memory is bounded by two generations of keys: when a whole window has passed, or the younger generation is full, the
// older one is dropped. What was dropped early is counted.
type window struct {
	step time.Duration

	mu      sync.Mutex
	young   map[string]*counter
	old     map[string]*counter
	turned  int64 // the step in which the young generation began
	dropped int   // keys forgotten early
}

// counter is the events of one key by step.
type counter struct {
	last  int64 // the latest step
	steps [slots]uint32
}

func newWindow(length time.Duration) *window {
	return &window{step: max(length/slots, 1), young: map[string]*counter{}}
}

// add counts an event of key and returns how many there are in the window now, this one included.
func (w *window) add(key string, now time.Time) int {
	at := now.UnixNano() / int64(w.step)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.turned == 0 || at < w.turned-slots: // a clock that was set back, or another capture
		w.turned = at
	case at-w.turned >= slots:
		if at-w.turned >= 2*slots {
			clear(w.young) // the young are as old as the old
		}
		w.advance(at)
	case len(w.young) >= maxKeys:
		w.dropped += len(w.old)
		w.advance(at)
	}
	c := w.young[key]
	if c == nil {
		if c = w.old[key]; c != nil {
			delete(w.old, key)
		} else {
			c = &counter{last: at}
		}
		w.young[key] = c
	}
	return c.add(at)
}

func (w *window) advance(at int64) {
	w.old, w.young, w.turned = w.young, make(map[string]*counter), at
}

// add counts one event in a step; one that is later than the window is long counts for itself only.
func (c *counter) add(at int64) int {
	switch {
	case at >= c.last+slots || at < c.last-slots: // nothing that was counted is in the window
		clear(c.steps[:])
		c.last = at
	case at > c.last:
		for s := c.last + 1; s <= at; s++ {
			c.steps[mod(s)] = 0
		}
		c.last = at
	}
	if at <= c.last-slots {
		return 1
	}
	if c.steps[mod(at)] < 1<<32-1 {
		c.steps[mod(at)]++
	}
	n := 0
	for _, steps := range c.steps {
		n += int(steps)
	}
	return n
}

func mod(step int64) int64 { return (step%slots + slots) % slots }

// Dropped is how many keys rate and seen had to forget before their time, because there were too many.
func (p *Policy) Dropped() int {
	if p == nil {
		return 0
	}
	n := 0
	for _, s := range p.sites {
		s.window.mu.Lock()
		n += s.window.dropped
		s.window.mu.Unlock()
	}
	return n
}
