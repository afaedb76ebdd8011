package record

import (
	"sync"
	"time"
)

// Stats counts what has passed.
type Stats struct {
	Exchanges uint64 // that were answered, or failed
	Refused   uint64 // requests that were not passed on
	Guarded   uint64 // answers that the guard gave
	Unguarded uint64 // answers that the guard had to let go although accounts may get through by them
	Kept      uint64 // exchanges written down before their answer went back,
	Late      uint64 // and after it, because the journal was slower than the bound
	Failed    uint64 // exchanges that Keep refused
	Dropped   uint64 // exchanges that were not written down because too many waited for the journal
	Unseen    uint64 // exchanges that were not judged because Observe was too slow
}

// Lost is how many exchanges were not written down.
func (s Stats) Lost() uint64 { return s.Failed + s.Dropped }

// Stats tells what has passed so far.
func (p *Proxy) Stats() Stats {
	p.counting.Lock()
	defer p.counting.Unlock()
	return p.stats
}

// count counts one more of what stats has.
func (p *Proxy) count(n *uint64) {
	p.counting.Lock()
	defer p.counting.Unlock()
	*n++
}

// maxNotices bounds how much is told in ten seconds.
const maxNotices = 30

// noticeRate counts what is told.
type noticeRate struct {
	mu       sync.Mutex
	since    time.Time
	told     int
	withheld int
}

// take reports whether one more may be told now, and how many were not since it was asked last with that result.
func (n *noticeRate) take(now time.Time) (told bool, withheld int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if now.Sub(n.since) >= 10*time.Second {
		n.since, n.told = now, 0
	}
	if n.told == maxNotices {
		n.withheld++
		return false, 0
	}
	n.told++
	withheld, n.withheld = n.withheld, 0
	return true, withheld
}
