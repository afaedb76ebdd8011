package replay

import (
	"cmp"
	"time"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/outcome"
)

// Tally counts results. Its memory does not grow with their number.
type Tally struct {
	Requests       int
	Accounts       int
	Verbatim       int            // requests that could not be read: sent as they were captured
	Renewed        map[string]int // requests in which it was renewed, by what of [Renewable] that is
	Changes        map[Change]int // of accounts
	Unrecorded     int            // requests whose answers the capture does not hold
	Unreached      int            // requests for which no connection came about, with either of two receivers
	FirstUnreached Unreachable    // the first of those
	Took           time.Duration  // from when the first request was due to when the last answer came; or was due, of a plan

	Late   clock.Histogram // how late requests were sent against the schedule
	Before clock.Histogram // the times of answers that were compared: those before,
	After  clock.Histogram // and those now
}

// Add counts one result.
func (t *Tally) Add(r *Result) {
	if t.Changes == nil {
		t.Changes, t.Renewed = make(map[Change]int), make(map[string]int)
	}
	t.Requests++
	t.Accounts += len(r.Decisions)
	if r.Verbatim != "" {
		t.Verbatim++
	}
	for _, name := range r.Renewed.Names() {
		t.Renewed[name]++
	}
	for i := range r.Decisions {
		t.Changes[r.Decisions[i].Change]++
	}
	t.addUnreached(r)
	if r.Unrecorded {
		t.Unrecorded++
	}
	t.Took = max(t.Took, r.Due+r.Late+r.Exchange.Phases.LastByte)
	t.Late.Add(r.Late)
	if r.Compared {
		t.Before.Add(r.Before)
		t.After.Add(r.Exchange.Phases.LastByte)
	}
}

// Unreachable is a receiver that was not reached, and why.
type Unreachable struct {
	Target  string
	Failure exchange.Failure
}

func (t *Tally) addUnreached(r *Result) {
	x := r.Exchange
	if first := r.Reference; first != nil && first != r.Recorded && unreached(first.Failure.Cause) {
		x = first
	}
	if !unreached(x.Failure.Cause) {
		return
	}
	if t.Unreached == 0 {
		t.FirstUnreached = Unreachable{x.Target, x.Failure}
	}
	t.Unreached++
}

// Compared is how many accounts there was something to compare for.
func (t *Tally) Compared() int { return t.Accounts - t.Changes[Unknown] }

// Status is the exit status that a replay stands for. FailOn says which changes fail it: opened, any or none.
func (t *Tally) Status(failOn string, interrupted bool) outcome.Status {
	compared := cmp.Or(failOn, "opened") != "none"
	return outcome.Decide(outcome.Facts{
		Interrupted: interrupted,
		Trouble:     t.Requests > 0 && t.Unreached == t.Requests,
		Leak:        compared && t.Changes[Opened] > 0,
		Findings:    compared && (t.Changes[Broke] > 0 || failOn == "any" && t.Changes[Closed] > 0),
		Nothing:     compared && t.Compared() == 0,
	})
}
