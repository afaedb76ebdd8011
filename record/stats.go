package record

import "sync/atomic"

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

type counters struct {
	exchanges, refused, guarded, unguarded, kept, late, failed, dropped, unseen atomic.Uint64
}

// Stats tells what has passed so far.
func (p *Proxy) Stats() Stats {
	c := &p.stats
	return Stats{
		c.exchanges.Load(), c.refused.Load(), c.guarded.Load(), c.unguarded.Load(), c.kept.Load(), c.late.Load(), c.failed.Load(),
		c.dropped.Load(), c.unseen.Load(),
	}
}
