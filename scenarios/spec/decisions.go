package spec

import (
	"maps"
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/scenarios"
)

// decisions are what the scenario expects of accounts, as far as its requests can be built.
func (s *spec) decisions(n yamlfile.Node) []scenarios.Decision {
	t := (&scenarios.Suite{AppID: scenarios.DefaultAppID, Target: &delivery.Target{Path: "/"}}).DryRun()
	var all []scenarios.Decision
	for _, step := range s.steps() {
		wants := step.Expect.wants()
		if len(wants) == 0 {
			continue
		}
		r, err := build(t, *step.Request, step.Change)
		if err != nil {
			continue // the run says so
		}
		q, err := callback.DecodeRequest(r.Body)
		if err != nil {
			continue
		}
		accounts := q.Accounts()
		from := "" // a sender of the case's own
		if step.Request.sets(callback.From) || step.Change.sets(callback.From) {
			from = q.FromAccount
		}
		for _, to := range slices.Sorted(maps.Keys(wants)) {
			if !slices.Contains(accounts, to) {
				n.Fail("decision of %s: the request does not ask about this account%s", to, nearest.Hint(to, accounts))
			}
			all = append(all, scenarios.Decision{From: from, To: to, Want: wants[to]})
		}
	}
	return all
}

// wants are the decisions and the exact codes together.
func (e *expectSpec) wants() map[string]scenarios.Want {
	wants := make(map[string]scenarios.Want)
	for account, d := range e.Decision {
		wants[account] = scenarios.Want(d)
	}
	for account, code := range e.Code {
		w := wants[account]
		w.Code, w.Exact = int64(code), true
		wants[account] = w
	}
	return wants
}

// expectations are the decisions as the judge takes them; nil without any.
func (e *expectSpec) expectations() conformance.Expectations {
	if len(e.Decision) == 0 {
		return nil
	}
	effects := make(conformance.Expectations, len(e.Decision))
	for account, d := range e.Decision {
		effects["to:"+account] = d.Effect
	}
	return effects
}

// decision is what must be decided about an account, as it is written: a word or a code.
type decision scenarios.Want

// ReadYAML takes allow, deny, or the ResultCode of a denial.
func (d *decision) ReadYAML(n yamlfile.Node) {
	var text string
	n.Into(&text)
	if effect, ok := conformance.ParseEffect(text); ok {
		d.Effect = effect
		return
	}
	code, err := strconv.ParseInt(text, 10, 64)
	if err != nil || !callback.CodeInRange(code) {
		n.Fail("decision: wanted allow, deny, or a code from %d to %d, got %q", callback.MinCode, callback.MaxCode, text)
	}
	*d = decision{Effect: conformance.Block, Code: code, Exact: true}
}
