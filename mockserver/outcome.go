package mockserver

import (
	"net/http"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// outcome counts the accounts with which Chat would do something else than was decided.
type outcome struct {
	failOpen uint64 // added for want of a valid answer, whatever was decided
	leaks    uint64 // added though denied
	shutOut  uint64 // blocked though allowed
}

// outcome judges the answer, unless it is plain that Chat does as it says.
func (e *Event) outcome() outcome {
	var o outcome
	if e.plain() {
		return o
	}
	decided := map[string]bool{}
	for _, d := range e.Decisions() {
		decided[d.Account] = d.Allowed()
	}
	for i := range e.Judgement().Verdicts {
		v := &e.Judgement().Verdicts[i]
		allowed, known := decided[v.Account]
		count(&o.failOpen, v.FailOpen())
		count(&o.leaks, known && !allowed && v.Effect == conformance.Allow)
		count(&o.shutOut, known && allowed && v.Effect == conformance.Block)
	}
	return o
}

// plain reports whether the answer is the one that a conforming receiver composes, in time, or nobody was asked about.
func (e *Event) plain() bool {
	if e.past != nil {
		return false
	}
	a := &e.answer
	return e.accounts == 0 || len(e.Injected) == 0 && e.Refused == "" && e.Unreadable == "" && e.Unkept == "" &&
		a.status == http.StatusOK && !a.isRaw && !a.left && e.Took <= callback.Deadline
}

func (o *outcome) add(other outcome) {
	o.failOpen += other.failOpen
	o.leaks += other.leaks
	o.shutOut += other.shutOut
}
