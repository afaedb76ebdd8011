// Package live is a log of exchanges for those who look while traffic passes: a live page, a test, a terminal, a scraper of
// metrics. It knows no server and no proxy; both put what passes into one.
//
// [Log.Add] takes an exchange with what is recorded with it, as in a capture; a server that can say the same more cheaply has a
// [Source] of its own. [Log.Admin] is the API over a log, package page the page over that API. Nobody who looks is waited for.
package live

import (
	"cmp"
	"iter"
	"sync"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
)

// How much a log remembers where its configuration says nothing.
const (
	DefaultRingCount = 10000    // exchanges in memory
	DefaultRingBytes = 64 << 20 // of them
)

// Config says how much a log remembers, and how it judges.
type Config struct {
	// Judge says what Chat makes of the answers; the zero value has the default assumptions.
	Judge conformance.Judge
	// Requests judges the requests of exchanges that come with [Log.Add]; its Now is set to when each came. Nil judges none.
	Requests *conformance.RequestJudge

	RingCount int // exchanges in memory; 0 is DefaultRingCount, below it none
	RingBytes int // bytes of them; 0 is DefaultRingBytes
}

// Cursor is a place in the stream of exchanges: after so many of them. Zero is before the first.
type Cursor uint64

// Log is the latest exchanges, bounded by number and by bytes, for those who look: a live page, a test, a terminal. It is what the
// admin API shows. Viewers hold a [Cursor] and come for what is new; nobody is waited for, and who is too slow is told how many
// he lost. Make one with [New].
type Log struct {
	config Config

	mu      sync.Mutex
	slots   []*Event // a circle: the exchange at place n is slots[n%len(slots)]
	first   Cursor   // of the oldest that is there
	next    Cursor   // of the one to come
	bytes   int
	idle    []chan<- struct{} // of viewers who wait for the next
	metrics metrics
	whole   chan struct{} // closed once the past is in; nil where there is none
	// recalling says that it is not in yet: numbers and places are the same up to where it ends.
	recalling bool
}

// New makes an empty log.
func New(config Config) *Log {
	config.RingCount = cmp.Or(config.RingCount, DefaultRingCount)
	config.RingBytes = cmp.Or(config.RingBytes, DefaultRingBytes)
	return &Log{config: config, slots: make([]*Event, max(config.RingCount, 0))}
}

// Add makes an exchange that passed elsewhere the latest. Extra is what is recorded with it, as in a capture: see
// [Event.Extra]. Both are copied. It never waits for who looks.
func (l *Log) Add(x *exchange.Exchange, extra []callback.Member) {
	e := l.EventOf(x, extra)
	if e.Seq == 0 { // nobody wrote it down
		e.Seq = l.lastSeq() + 1
	}
	e.Judgement() // it is counted; judging takes longer than others may have to wait
	l.Publish(e, e)
}

// Publish makes an event of this log the latest. Counted is the event that the counts are taken from: the same, but for
// what is redacted.
func (l *Log) Publish(e, counted *Event) {
	e.bytes = e.size()
	outcome := counted.outcome() // takes a while where a fault acted: not under the lock
	l.mu.Lock()
	l.metrics.add(counted, outcome)
	l.put(e)
	idle := l.idle
	l.idle = nil
	l.mu.Unlock()
	for _, viewer := range idle {
		viewer <- struct{}{} // it has room for this one
	}
}

// Restore fills a log that has seen nothing yet with the exchanges of an earlier time, oldest first, as far as there is
// room for the newest of them; last is the number of the newest. They are not counted, and what is missing before them is
// known by their numbers. It returns at once: exchanges may be added while another goroutine reads the past, and who looks
// waits until it has.
func (l *Log) Restore(last uint64, past iter.Seq2[*exchange.Exchange, []callback.Member]) {
	l.first, l.next, l.metrics.since = Cursor(last), Cursor(last), Cursor(last)
	l.whole, l.recalling = make(chan struct{}), true
	go func() {
		read := New(l.config)
		for x, extra := range past {
			e := l.EventOf(x, extra)
			e.bytes = e.size()
			read.put(e)
		}
		l.recall(read)
	}()
}

// recall puts in the exchanges of an earlier time, before those that came since, as far as there is room for the newest of
// them. Past is nothing but a container for them.
func (l *Log) recall(past *Log) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer close(l.whole)
	l.recalling = false
	if l.first > l.metrics.since {
		return // some that came since are forgotten already: there is no room, and the past would have a gap
	}
	for at := past.next; at > past.first && l.first > 0 && l.next-l.first < Cursor(len(l.slots)); at-- {
		e := *past.slot(at - 1)
		if l.bytes+e.bytes > l.config.RingBytes {
			return
		}
		l.first--
		*l.slot(l.first) = e
		l.bytes += e.bytes
	}
}

// slot is where the exchange at a place is kept.
func (l *Log) slot(at Cursor) **Event { return &l.slots[at%Cursor(len(l.slots))] }

func (l *Log) put(e *Event) {
	if len(l.slots) > 0 {
		if l.next-l.first == Cursor(len(l.slots)) {
			l.evict()
		}
		*l.slot(l.next) = e
		l.bytes += e.bytes
	}
	l.next++
	if len(l.slots) == 0 {
		l.first = l.next
	}
	for l.bytes > l.config.RingBytes && l.first < l.next {
		l.evict()
	}
}

func (l *Log) evict() {
	slot := l.slot(l.first)
	l.bytes -= (*slot).bytes
	*slot = nil
	l.first++
}

// Reset forgets the exchanges and the counts. Cursors go on; policy and faults of a server stay.
func (l *Log) Reset() {
	l.look()
	defer l.mu.Unlock()
	clear(l.slots)
	l.first, l.bytes, l.metrics = l.next, 0, metrics{since: l.next}
	for _, viewer := range l.idle { // they are to hear of it; each has room for this one
		viewer <- struct{}{}
	}
	l.idle = nil
}

// lastSeq is the number of the newest exchange, or 0. It does not wait for the past.
func (l *Log) lastSeq() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.next > l.first:
		return (*l.slot(l.next - 1)).Seq
	case l.recalling:
		return uint64(l.next)
	}
	return 0
}
