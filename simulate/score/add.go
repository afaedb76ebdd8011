package score

import (
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Outcome is what became of an account.
type Outcome string

// The outcomes.
const (
	Allowed  Outcome = "allowed"
	Blocked  Outcome = "blocked"
	FailOpen Outcome = "fail-open"
)

// OutcomeOf is what a verdict says.
func OutcomeOf(v *conformance.Verdict) Outcome {
	switch {
	case v.Effect == conformance.Block:
		return Blocked
	case v.FailOpen():
		return FailOpen
	}
	return Allowed
}

// Add counts an event.
func (r *Result) Add(e *load.Event, gate conformance.Gate) {
	x, j := e.Exchange, e.Judgement
	r.Requests++
	at := e.Due - r.Plan.WarmUp
	if r.Plan.Loop != "open" {
		at = e.Sent // when it was due is the world's time
	}
	r.addTimes(e, at)
	if len(x.Received) == 0 {
		r.Unanswered++
	}
	switch {
	case x.Failure.Cause == callback.NoConnection || x.Failure.Cause == callback.TLS:
		r.Unreached++
	case x.Late():
		r.Late++
		if x.Failure.Cause == "" && x.Phases.LastByte-e.Late <= x.Limit() {
			r.OwnLate++
		}
	}
	t := r.tally(e.Draw.Label)
	keepFirst(&t.First, e)
	t.Requests++
	fates := t.Over.at(at)
	right := len(j.Verdicts) > 0
	for i := range j.Verdicts {
		v := &j.Verdicts[i]
		r.addVerdict(t, fates, v, e)
		want := conformance.SaidAllow
		if e.Draw.Label != traffic.Benign {
			want = conformance.SaidBlock
		}
		right = right && v.Said == want && v.Cause == callback.Late
	}
	if right {
		r.LateRight++
	}
	if len(j.Verdicts) > 0 {
		r.Effects.Of(OutcomeOf(&j.Verdicts[0])).Add(x.Phases.LastByte)
	}
	for i := range j.Findings {
		r.addFinding(&j.Findings[i], e.Number, gate)
	}
}

// Stop notes when an interrupted run sent its last, and what was due by then.
func (r *Result) Stop(s *load.Schedule, at time.Duration) {
	due := min(s.FirstAt(at), r.Plan.Last)
	if at <= 0 || due == r.Plan.Last {
		return // all was due
	}
	r.Stopped, r.Scheduled = at, max(due, r.Plan.Number)-r.Plan.Number
}

// keepFirst makes first the request if it is the first so far.
func keepFirst(first **Position, e *load.Event) {
	if *first == nil || e.Number < (*first).Number {
		*first = &Position{Number: e.Number, Due: e.Due}
	}
}

func (r *Result) addVerdict(t *Tally, fates *Fates, v *conformance.Verdict, e *load.Event) {
	if v.Harmless {
		return // nobody becomes a friend
	}
	t.Accounts++
	fates.Accounts++
	switch v.Said {
	case conformance.SaidAllow:
		t.SaidAllow++
	case conformance.SaidBlock:
		t.SaidBlock++
	}
	if v.Basis == conformance.Assumed {
		r.Assumed++
	}
	o := OutcomeOf(v)
	switch o {
	case Allowed:
		t.Allowed++
	case Blocked:
		t.Blocked++
		fates.Blocked++
		keepFirst(&t.Caught, e)
	case FailOpen:
		t.FailOpen[v.Cause]++
		fates.FailOpen++
	}
	if (e.Draw.Label == traffic.Benign) == (o == Blocked) || o == FailOpen {
		r.addExample(o, v, e)
	}
}

// addTimes counts when things happened, at being when the request was due, after the warm-up.
func (r *Result) addTimes(e *load.Event, at time.Duration) {
	p := &e.Exchange.Phases
	r.Latency.Add(p.LastByte)
	r.Lateness.Add(e.Late)
	if e.Waited > 0 {
		r.Waiting.Add(e.Waited)
	}
	begun := e.Late + e.Waited
	if r.Plan.Loop == "open" {
		r.LastSent = max(r.LastSent, e.Due+begun)
	}
	sent := r.Wire.at(at + begun)
	sent.Sent++
	if connected := max(p.DNS, p.Connect, p.TLS); connected > 0 {
		r.Phases.Connect.Add(connected - begun)
		begun = connected
	}
	if !e.Exchange.Reused && e.Exchange.Failure.Cause != callback.NoConnection {
		r.Opened++
		sent.Opened++
	}
	if e.Exchange.Resent {
		r.Resent++
	}
	if p.Write > 0 {
		r.Phases.Write.Add(p.Write - begun)
		if p.FirstByte > 0 {
			r.Phases.Think.Add(p.FirstByte - p.Write)
			r.Phases.Read.Add(p.LastByte - p.FirstByte)
		}
	}
	open := len(e.Judgement.Verdicts) > 0 && e.Judgement.Verdicts[0].FailOpen()
	r.Timeline.at(at).addRequest(p.LastByte, open)
	ended := r.Wire.at(at + p.LastByte) // which may make the slots wider
	ended.Ended++
	if e.Exchange.Failure.Cause == "" {
		ended.Answered++
	}
}

func (r *Result) addFinding(f *rule.Finding, n uint64, gate conformance.Gate) {
	found := r.Findings[f.Rule.ID]
	if found == nil {
		found = &Finding{Level: f.Level, Number: n + 1}
		r.Findings[f.Rule.ID] = found
	}
	if n < found.Number {
		found.Number, found.Message, found.First = n, f.Message(), f.Kept(strings.Clone)
	}
	found.Count++
	found.Fails = found.Fails || gate.Fails(f.Severity, f.Level)
}
