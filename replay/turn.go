package replay

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// turn is the work on one record, with all its memory.
type turn struct {
	key     string // whose order it keeps
	rec     capture.Record
	request request
	first   side // the receiver, or the first of two
	again   side // the first asked once more
	second  side
	before  conformance.Judgement // of the recorded exchange
	ref     reference             // of the baseline
	known   bool                  // ref is
	result  Result
}

// side is one asking of one receiver.
type side struct {
	renewer   renewer
	bytes     []byte
	asked     conformance.Request
	message   delivery.Message
	exchange  exchange.Exchange
	judgement conformance.Judgement
}

// load makes t the turn of a record. It is called in the order of the records.
func (t *turn) load(r *run, rec *capture.Record) {
	copyRecord(&t.rec, rec)
	t.result = Result{Number: r.n, Recorded: &t.rec.Exchange, Due: r.due, Decisions: t.result.Decisions[:0]}
	if err := t.request.read(t.rec.Exchange.Sent); err != nil {
		t.result.AsItWas = err.Error()
	}
	t.result.Asked = t.request.asked()
	t.key = orderKey(r.OrderBy, &t.result.Asked)
	t.known = false
	if r.Baseline != nil {
		t.ref, t.known = r.Baseline.take(t.request.body)
	}
}

// prepare spells the requests as they are to be at a moment, or now if that has passed.
func (t *turn) prepare(r *run, at time.Time) error {
	if now := time.Now(); now.After(at) {
		at = now
	}
	err := t.spell(&t.first, &r.Renewal, at)
	if err == nil && r.Against != nil {
		if err = t.spell(&t.again, &r.Renewal, at); err == nil {
			err = t.spell(&t.second, &r.Renewal2, at)
		}
	}
	t.result.Renewed = t.first.renewer.done
	return err
}

func (t *turn) spell(s *side, renewal *Renewal, at time.Time) error {
	sent := t.rec.Exchange.Sent
	s.asked = t.result.Asked
	if t.result.AsItWas != "" {
		s.bytes, s.renewer.done = sent, 0
		return nil
	}
	s.renewer.Renewal = renewal
	b, _, err := s.renewer.append(&t.request, sent, at)
	s.bytes = b
	if len(renewal.Edits) > 0 {
		s.asked, _ = conformance.RequestOf(s.renewer.body)
	}
	s.asked.Secrets = slices.Clip(t.result.Asked.Secrets)
	for _, p := range s.renewer.params {
		if p.Name == callback.ParamSign {
			s.asked.Secrets = append(s.asked.Secrets, p.Value)
		}
	}
	return err
}

// deliver sends the request, to both receivers if there are two, and compares.
func (t *turn) deliver(r *run) {
	// What is under way may finish: the end of the context ends the reading of records.
	ctx := context.WithoutCancel(r.ctx)
	var second sync.WaitGroup
	if r.Against != nil {
		second.Go(func() { t.ask(ctx, r, &t.second, r.Against) })
	}
	t.ask(ctx, r, &t.first, r.Client)
	if !r.Timing.Max {
		t.result.Late = t.first.exchange.Start.Sub(r.start.Add(t.result.Due))
	}
	if r.Against != nil {
		t.ask(ctx, r, &t.again, r.Client)
		second.Wait()
	}
	t.conclude(r)
}

func (t *turn) ask(ctx context.Context, r *run, s *side, client *delivery.Client) {
	s.message.Put(s.bytes)
	s.message.NoBody = string(t.request.head.Method) == "HEAD"
	s.exchange.Seq = t.rec.Exchange.Seq
	_ = client.Do(ctx, &s.message, &s.exchange) // fails with its context only, which does not end
	r.Judge.Judge(&s.exchange, &s.asked, &s.judgement)
}

// conclude compares with what there is to compare with.
func (t *turn) conclude(r *run) {
	res := &t.result
	after := &t.first
	var before []conformance.Verdict
	switch recorded := &t.rec.Exchange; {
	case r.Against != nil:
		after, res.Reference = &t.second, &t.first.exchange
		before = t.first.judgement.Verdicts
	case r.Baseline != nil:
		before = t.ref.verdicts
	case recorded.Answered():
		res.Reference = recorded
		r.Judge.Judge(recorded, &res.Asked, &t.before)
		before = t.before.Verdicts
	}
	res.Exchange, res.Judgement, res.Asked = &after.exchange, &after.judgement, after.asked
	if r.Baseline != nil && r.Against == nil && !t.known {
		before = nil
	}
	res.Decisions = compare(res.Decisions[:0], before, after.judgement.Verdicts)
	if r.Against != nil {
		subtract(res.Decisions, t.again.judgement.Verdicts)
	}
	t.shift(r)
}

// shift compares the times of two answers, where both came.
func (t *turn) shift(r *run) {
	res := &t.result
	before, timed := time.Duration(0), false
	switch {
	case res.Reference != nil:
		before, timed = res.Reference.Phases.LastByte, res.Reference.Phases.LastByte > 0 && res.Reference.Answer.Status > 0
	case r.Baseline != nil && t.known:
		before, timed = t.ref.took, t.ref.timed
	}
	if timed && res.Exchange.Answer.Status > 0 {
		res.Before, res.Shift, res.Compared = before, res.Exchange.Phases.LastByte-before, true
	}
}
