package replay

import (
	"context"
	"iter"
	"time"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
)

// Planned is one captured request as it would be sent again. It is good until the next one.
type Planned struct {
	Number   uint64              // of the record in the replay, from 1
	Recorded *exchange.Exchange  // as captured
	Request  conformance.Request // by the request that would be sent
	Renewed  Renewed
	Verbatim string // as in [Result]

	Sent   []byte // the request to the receiver, to the last byte
	Second []byte // the request to the second of two receivers; nil without one
	// Due is when it would be sent, from the start of the replay. It may come later: requests wait for the answers that
	// OrderBy names, and for a free job, and how long receivers take nobody knows before. With the timing Max nothing is
	// due.
	Due time.Duration
	At  time.Time // the same, had the replay started with the plan: EventTime and RequestTime are of then
}

// Plan ranges over what [Player.Run] would send, in the order of the schedule, without sending or waiting: the clients
// are not used. Errors are those of Run. It ends with ctx.
func (p *Player) Plan(ctx context.Context, records iter.Seq2[*capture.Record, error]) iter.Seq2[*Planned, error] {
	return func(yield func(*Planned, error) bool) {
		next, stop := iter.Pull2(records)
		defer stop()
		r := &run{Player: p, ctx: ctx, pull: next}
		j := &job{}
		for ctx.Err() == nil && r.load(j) {
			planned := &Planned{
				Number: r.n, Recorded: &j.rec.Exchange, Request: j.first.request, Renewed: j.result.Renewed, Verbatim: j.result.Verbatim,
				Sent: j.first.bytes, Due: r.due, At: r.start.Add(r.due),
			}
			if p.Against != nil {
				planned.Second = j.second.bytes
			}
			if !yield(planned, nil) {
				return
			}
		}
		if r.err != nil {
			yield(nil, r.err)
		}
	}
}

// Planning counts what is planned.
type Planning struct {
	Counts
	Last time.Duration // when the last one is due
}

// Add counts one.
func (y *Planning) Add(p *Planned) {
	y.addRequest(len(p.Request.Accounts), p.Verbatim, p.Renewed)
	y.Last = p.Due
}
