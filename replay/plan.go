package replay

import (
	"context"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// Plan ranges over what [Player.Run] would send, in the order of the schedule, without sending or waiting. Each result has
// the exchange as far as it is known before: the request to the last byte, and as its start when it would be sent, had the
// replay started with the plan; EventTime and RequestTime are of then. It may be sent later: requests wait for the answers
// that OrderBy names, and for a free job, and how long receivers take nobody knows before. With two receivers the Reference
// is the exchange with the first. Errors are those of Run. The plan ends with ctx.
func (p *Player) Plan(ctx context.Context, records iter.Seq2[*capture.Record, error]) iter.Seq2[*Result, error] {
	return func(yield func(*Result, error) bool) {
		next, stop := iter.Pull2(records)
		defer stop()
		r := &run{Player: p, ctx: ctx, pull: next}
		j := &job{}
		for ctx.Err() == nil && r.load(j) {
			j.plan(r)
			if !yield(&j.result, nil) {
				return
			}
		}
		if r.err != nil {
			yield(nil, r.err)
		}
	}
}

// plan completes the result of a request that is not sent.
func (j *job) plan(r *run) {
	res := &j.result
	planned := func(s *attempt, to *delivery.Client) *exchange.Exchange {
		s.exchange = exchange.Exchange{
			Seq: j.rec.Exchange.Seq, Target: to.Target.String(), Start: r.start.Add(r.due), Deadline: r.Client.Deadline, Sent: s.bytes,
		}
		return &s.exchange
	}
	res.Exchange, res.Request = planned(&j.first, r.Client), j.first.request
	if r.Against != nil {
		res.Reference, res.Exchange = res.Exchange, planned(&j.second, r.Against)
	}
	for _, account := range res.Request.Accounts {
		res.Decisions = append(res.Decisions, Decision{Account: account, Change: Unknown})
	}
}
