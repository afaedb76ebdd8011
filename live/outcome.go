package live

import (
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
	if e.Decided != nil && e.Decided.Plain {
		return o
	}
	decided := map[string]bool{}
	for _, d := range e.Decisions() {
		decided[d.Account] = d.Code == 0
	}
	for i := range e.Judgement().Verdicts {
		v := &e.Judgement().Verdicts[i]
		allowed, known := decided[v.Account]
		count(&o.failOpen, v.FailOpen())
		count(&o.leaks, known && !allowed && v.Effect == conformance.Allow && !v.Harmless)
		count(&o.shutOut, known && allowed && v.Effect == conformance.Block)
	}
	return o
}

func (o *outcome) add(other outcome) {
	o.failOpen += other.failOpen
	o.leaks += other.leaks
	o.shutOut += other.shutOut
}
