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

// job is the work on one record, with all its memory.
type job struct {
	key     string // whose order it keeps
	next    *job   // of the same key, which waits for the end of this one
	rec     capture.Record
	request request
	first   attempt // at the receiver, or the first of two
	again   attempt // at the first once more
	second  attempt
	before  conformance.Judgement // of the recorded exchange
	ref     reference             // of the baseline
	known   bool                  // ref is
	result  Result
}

// attempt is one request to one receiver, and its answer.
type attempt struct {
	renewer   renewer
	bytes     []byte
	request   conformance.Request
	message   delivery.Message
	exchange  exchange.Exchange
	judgement conformance.Judgement
}

// load makes j the job of a record. It is called in the order of the records.
func (j *job) load(r *run, rec *capture.Record) {
	j.rec.CopyFrom(rec)
	j.result = Result{Judged: conformance.Judged{Number: r.n}, Recorded: &j.rec.Exchange, Due: r.due, Decisions: j.result.Decisions[:0]}
	if err := j.request.read(j.rec.Exchange.Sent); err != nil {
		j.result.Verbatim = err.Error()
	}
	j.result.Request = j.request.judged()
	j.key = orderKey(r.OrderBy, &j.result.Request)
	j.known = false
	if r.Baseline != nil {
		j.ref, j.known = r.Baseline.take(j.request.text)
	}
}

// prepare spells the requests as they are to be at a time, or now if that has passed.
func (j *job) prepare(r *run, at time.Time) error {
	if now := time.Now(); now.After(at) {
		at = now
	}
	err := j.spell(&j.first, r, r.Client, at)
	if err == nil && r.Against != nil {
		if err = j.spell(&j.again, r, r.Client, at); err == nil {
			err = j.spell(&j.second, r, r.Against, at)
		}
	}
	j.result.Renewed = j.first.renewer.done
	return err
}

func (j *job) spell(s *attempt, r *run, to *delivery.Client, at time.Time) error {
	sent := j.rec.Exchange.Sent
	s.request = j.result.Request
	if j.result.Verbatim != "" {
		s.bytes, s.renewer.done = sent, 0
		return nil
	}
	s.renewer.Renewal, s.renewer.to = &r.Renewal, to.Target
	b, _, err := s.renewer.append(&j.request, sent, at)
	s.bytes = b
	if len(r.Renewal.Edits) > 0 {
		s.request, _ = conformance.RequestOf(s.renewer.body)
	}
	s.request.Secrets = slices.Clip(j.result.Request.Secrets)
	for _, p := range s.renewer.params {
		if p.Name == callback.ParamSign {
			s.request.Secrets = append(s.request.Secrets, p.Value)
		}
	}
	return err
}

// deliver sends the request, to both receivers if there are two, and compares.
func (j *job) deliver(r *run) {
	// What is under way may finish: the end of the context ends the reading of records.
	ctx := context.WithoutCancel(r.ctx)
	var second sync.WaitGroup
	if r.Against != nil {
		second.Go(func() { j.send(ctx, r, &j.second, r.Against) })
	}
	j.send(ctx, r, &j.first, r.Client)
	if !r.Timing.Max {
		j.result.Late = j.first.exchange.Start.Sub(r.start.Add(j.result.Due))
	}
	if r.Against != nil {
		j.send(ctx, r, &j.again, r.Client)
		second.Wait()
	}
	j.conclude(r)
}

func (j *job) send(ctx context.Context, r *run, s *attempt, client *delivery.Client) {
	s.message.Put(s.bytes)
	s.message.NoBody = string(j.request.head.Method) == "HEAD"
	s.exchange.Seq = j.rec.Exchange.Seq
	_ = client.Do(ctx, &s.message, &s.exchange) // fails with its context only, which does not end
	r.Judge.Judge(&s.exchange, &s.request, &s.judgement)
}

// conclude compares with what there is to compare with.
func (j *job) conclude(r *run) {
	res := &j.result
	after := &j.first
	var before []conformance.Verdict
	switch recorded := &j.rec.Exchange; {
	case r.Against != nil:
		after, res.Reference = &j.second, &j.first.exchange
		before = j.first.judgement.Verdicts
	case r.Baseline != nil:
		before = j.ref.verdicts
	case !recorded.Answered():
		res.Unrecorded = true
	default:
		res.Reference = recorded
		r.Judge.Judge(recorded, &res.Request, &j.before)
		before = j.before.Verdicts
	}
	res.Exchange, res.Judgement, res.Request, res.From = &after.exchange, &after.judgement, after.request, after.request.From
	if r.Baseline != nil && r.Against == nil && !j.known {
		before = nil
	}
	res.Decisions = compare(res.Decisions[:0], before, after.judgement.Verdicts)
	if r.Against != nil {
		subtract(res.Decisions, j.again.judgement.Verdicts)
	}
	j.shift(r)
}

// shift compares the times of two answers, where both came.
func (j *job) shift(r *run) {
	res := &j.result
	before, timed := time.Duration(0), false
	switch {
	case res.Reference != nil:
		before, timed = res.Reference.Phases.LastByte, res.Reference.Phases.LastByte > 0 && res.Reference.Answer.Status > 0
	case r.Baseline != nil && j.known:
		before, timed = j.ref.took, j.ref.timed
	}
	if timed && res.Exchange.Answer.Status > 0 {
		res.Before, res.Shift, res.Compared = before, res.Exchange.Phases.LastByte-before, true
	}
}
