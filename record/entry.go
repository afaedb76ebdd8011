package record

import (
	"fmt"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// entry is one exchange on its way: first the connection's, then the journal's, then the watcher's.
type entry struct {
	x          exchange.Exchange
	extra      []callback.Member
	guard      *Guarded
	cutSent    int64 // bytes that were passed on and not written down
	cutAnswer  int64
	clientGone bool // it left before its request was whole: that is not the target's doing
	refused    bool // the request was not passed on
}

func (e *entry) reset() {
	e.x.Reset()
	e.extra = e.extra[:0]
	e.guard, e.cutSent, e.cutAnswer, e.clientGone, e.refused = nil, 0, 0, false, false
}

// keepBytes is the largest entry that waits for the next exchange; one huge answer must not hold its memory forever.
const keepBytes = 256 << 10

func (p *Proxy) newEntry() *entry {
	e, ok := p.entries.Get().(*entry)
	if !ok {
		e = &entry{}
	}
	e.reset()
	return e
}

func (p *Proxy) recycle(e *entry) {
	if e.size() <= keepBytes {
		p.entries.Put(e)
	}
}

// size is about how many bytes the entry holds.
func (e *entry) size() int64 { return int64(cap(e.x.Sent) + cap(e.x.Received) + 1024) }

// keepSent notes bytes of the request, up to the limit of a body.
func (e *entry) keepSent(b []byte, head, limit int) {
	n := min(len(b), max(0, head+limit-len(e.x.Sent)))
	e.x.Sent = append(e.x.Sent, b[:n]...)
	e.cutSent += int64(len(b) - n)
}

// seal adds the members that stand beside the exchange.
func (e *entry) seal(client callback.Member) {
	e.extra = append(e.extra, client)
	if e.cutSent > 0 || e.cutAnswer > 0 {
		e.extra = append(e.extra, callback.Member{
			Name: "cut", Value: fmt.Sprintf(`{"request":%d,"response":%d}`, e.cutSent, e.cutAnswer),
		})
	}
	if e.clientGone {
		e.extra = append(e.extra, callback.Member{Name: "client_gone", Value: "true"})
	}
	if e.guard != nil {
		e.extra = append(e.extra, callback.Member{Name: "guard", Value: string(e.guard.appendJSON(nil))})
	}
}
