package spec

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/decisions"
)

// decisions are what the scenario expects of accounts, as far as its requests can be built.
func (s *spec) decisions() []scenarios.Decision {
	t := (&scenarios.Suite{AppID: scenarios.DefaultAppID, Target: &delivery.Target{Path: "/"}}).DryRun()
	var all []scenarios.Decision
	for _, step := range s.steps() {
		if len(step.Expect.Decision)+len(step.Expect.Code) == 0 {
			continue
		}
		base := s.Request
		if step.Request != nil {
			base = *step.Request
		}
		if r, err := build(t, base, step.Change); err == nil { // else the run says so
			all = append(all, step.Expect.decisions(r)...)
		}
	}
	return all
}

func (e *expectSpec) decisions(r *scenarios.Request) []scenarios.Decision {
	q, err := callback.DecodeRequest(r.Body)
	if err != nil {
		return nil
	}
	var list []scenarios.Decision
	for _, to := range q.Accounts() {
		d := scenarios.Decision{From: q.FromAccount, To: to, Effect: conformance.Allow}
		text, declared := e.Decision[to]
		if declared {
			d.Effect, d.Code, _ = decisions.Parse(text) // checked when it was read
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
