// Package live is a log of exchanges for those who look while traffic passes: a live page, a test, a terminal, a scraper of
// metrics. It knows no server and no proxy; both put what passes into one.
//
// [Log.Add] takes an exchange with what is recorded with it, as in a capture; a server that can say the same more cheaply has a
// [Source] of its own. [Log.Admin] is the API over a log, package page the page over that API. Nobody who looks is waited for.
package live

import (
	"context"
	"iter"

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

// Log is the latest exchanges, for those who look: a live page, a test, a terminal. It is what the admin API shows. A
// [Server] has one for what it answers; make another with [NewLog] for what passes elsewhere.
type Log struct {
	config Config
	ring   *ring
}

// New makes an empty log.
func New(config Config) *Log {
	if config.RingCount == 0 {
		config.RingCount = DefaultRingCount
	}
	if config.RingBytes == 0 {
		config.RingBytes = DefaultRingBytes
	}
	return &Log{config: config, ring: newRing(config.RingCount, config.RingBytes)}
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
func (l *Log) Publish(e, counted *Event) { l.ring.add(e, counted) }

// Restore fills a log that has seen nothing yet with the exchanges of an earlier time, oldest first, as far as there is
// room for the newest of them; last is the number of the newest. They are not counted, and what is missing before them is
// known by their numbers. It returns at once: exchanges may be added while another goroutine reads the past, and who looks
// waits until it has.
func (l *Log) Restore(last uint64, past iter.Seq2[*exchange.Exchange, []callback.Member]) {
	l.ring.expect(last)
	go func() {
		read := newRing(len(l.ring.slots), l.ring.maxBytes)
		for x, extra := range past {
			e := l.EventOf(x, extra)
			e.bytes = e.size()
			read.put(e)
		}
		l.ring.recall(read)
	}()
}

// Events returns what came after a cursor, oldest first, at most limit of them.
func (l *Log) Events(after Cursor, limit int) Batch { return l.ring.from(after, limit) }

// Latest is the cursor of what is yet to come.
func (l *Log) Latest() Cursor {
	l.ring.mu.Lock()
	defer l.ring.mu.Unlock()
	return l.ring.next
}

// After is the cursor of what came after the exchange with this number. Where that is forgotten, it is where it would be,
// so that what is missing since is told.
func (l *Log) After(seq uint64) Cursor { return l.ring.after(seq) }

// Follow waits until something came after the cursor or the log was reset, or the context ends.
func (l *Log) Follow(ctx context.Context, after Cursor) error {
	return l.ring.follow(ctx, after, l.since())
}

// since is where the counts begin.
func (l *Log) since() Cursor {
	l.ring.mu.Lock()
	defer l.ring.mu.Unlock()
	return l.ring.metrics.since
}

// Reset forgets the exchanges and the counts. Policy and faults of a server stay.
func (l *Log) Reset() { l.ring.clear() }

// lastSeq is the number of the newest exchange, or 0. It does not wait for the past.
func (l *Log) lastSeq() uint64 {
	r := l.ring
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.next > r.first:
		return r.slots[(r.next-1)%Cursor(len(r.slots))].Seq
	case r.recalling:
		return uint64(r.next)
	}
	return 0
}
