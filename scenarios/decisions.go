package scenarios

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
)

// Decision is what scenarios of a user's own expect about one account, asked about by somebody.
type Decision struct {
	From, To string
	Effect   conformance.Effect
	Code     int64 // of a denial; callback.MinCode where any will do
}

// Decisions lists what the scenarios expect, so that a receiver can be made that decides so. Variables that only a run
// knows have stand-ins.
func Decisions(list []*Scenario) []Decision {
	t := &turn{suite: &Suite{AppID: DefaultAppID, Target: &delivery.Target{Path: "/"}}, out: &Case{}}
	var all []Decision
	for _, sc := range list {
		for _, w := range sc.written {
			node, _ := w.node.Alone()
			var s spec
			node.Expand(w.loader.static(w.values)).Into(&s)
			for _, step := range s.steps() {
				base := s.Request
				if step.Request != nil {
					base = *step.Request
				}
				r, err := t.build(base, step.Change)
				if err != nil {
					continue // the run says so
				}
				all = append(all, step.Expect.decisions(r)...)
			}
		}
	}
	return all
}

func (e *expectSpec) decisions(r *request) []Decision {
	q, err := callback.DecodeRequest(r.Body)
	if err != nil {
		return nil
	}
	var list []Decision
	for _, to := range q.Accounts() {
		d := Decision{From: q.FromAccount, To: to, Effect: conformance.Allow}
		text, declared := e.Decision[to]
		if declared {
			d.Effect, d.Code, _ = parseDecision(text) // checked when it was read
		}
		if code, ok := e.Code[to]; ok {
			d.Code, declared = int64(code), true
			if code != 0 {
				d.Effect = conformance.Block
			}
		}
		if d.Effect == conformance.Block && d.Code == 0 {
			d.Code = callback.MinCode
		}
		if declared {
			list = append(list, d)
		}
	}
	return list
}
