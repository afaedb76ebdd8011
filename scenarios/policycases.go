package scenarios

import (
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/conformance"
)

const (
	denySentence  = "To not allow adding as friend, set the result code to a value in the range of [38000, 39000]."
	allowSentence = "0 : allow adding as friend.Other values: do not allow adding as friend."
	blockSentence = "Block malicious friend requests."
)

// policyScenarios ask about the accounts that the user declared. Where a file of scenarios declares decisions, their
// findings have the same ids.
func policyScenarios() []*Scenario {
	own := func(sc Scenario) *Scenario {
		sc.Tags, sc.Profile, sc.Source = append([]string{"policy"}, sc.Tags...), Quick, conformance.Page
		if sc.Level == "" {
			sc.Level = conformance.Fail
		}
		if sc.Why == "" {
			sc.Why = "An account that was to be blocked and is not is the one thing that this callback exists to prevent."
		}
		return &sc
	}
	return []*Scenario{
		own(Scenario{
			ID: "POL-001", Title: "blocked account is denied", Faults: []string{"never-denies", "fails-to-deny"}, Severity: conformance.Must, Sentence: denySentence + " " + blockSentence, Needs: []Need{NeedBlocked},
			Sent: "a request about each account that is declared to be blocked", Expected: "a ResultCode from 38000 to 39000 for it",
			Fix: "Answer ResultCode 38000 to 39000 for the account, with ActionStatus OK and ErrorCode 0.", variants: only(eachDecided(conformance.Block)),
		}),
		own(Scenario{
			ID: "POL-002", Title: "allowed account is allowed", Faults: []string{"denies-everybody"}, Severity: conformance.Must, Sentence: allowSentence, Needs: []Need{NeedAllowed},
			Sent: "a request about each account that is declared to be allowed", Expected: "ResultCode 0 for it", Why: "A friend that cannot be added is a user who complains.",
			Fix: "Answer ResultCode 0 for the account.", variants: only(eachDecided(conformance.Allow)),
		}),
		own(Scenario{
			ID: "POL-003", Title: "mixed batch", Faults: []string{"denies-everybody", "first-decides", "fails-to-deny"}, Severity: conformance.Must, Sentence: allowSentence, Needs: []Need{NeedBlocked, NeedAllowed},
			Sent: "one request about all declared accounts", Expected: "each decided on its own",
			Fix: "Decide over each account of the batch, and answer all of them.", variants: only(allDecided),
		}),
		own(Scenario{
			ID: "POL-004", Title: "blocked sender", Faults: []string{"never-denies"}, Severity: conformance.Should, Sentence: blockSentence, Needs: []Need{NeedFile},
			Sent: "a request from a blocked sender about three friends", Expected: "all three denied",
			Fix: "Deny every account of a request whose From_Account is blocked.", variants: only(func(*turn) {}),
		}),
		own(Scenario{
			ID: "POL-005", Title: "denial is effective", Faults: []string{"fails-to-deny"}, Severity: conformance.Should, Sentence: "The Chat backend ignores this error by default.", Needs: []Need{NeedBlocked},
			Sent: "a request about each account that is declared to be blocked", Expected: "ActionStatus OK and ErrorCode 0 beside the denial, so that nothing is ignored",
			Fix: "Leave ErrorCode 0: it says that processing worked. The denial belongs into ResultCode.", variants: only(effective),
		}),
		own(Scenario{
			ID: "POL-006", Title: "exact code", Faults: []string{"never-denies", "one-code"}, Severity: conformance.Advisory, Sentence: denySentence, Needs: []Need{NeedFile},
			Sent: "a request about an account with a declared code", Expected: "that code", Why: "Clients may tell their users why by the code.",
			Fix: "Answer the code that was agreed on.", variants: only(func(*turn) {}),
		}),
	}
}

func eachDecided(effect conformance.Effect) func(*turn) {
	return func(t *turn) {
		for _, id := range t.suite.expecting(effect) {
			r := t.send(Probe, id, t.about(id))
			if v := r.verdict(id); v != nil {
				t.checkDecision(r, v, effect, policyRule(effect, 0, 0))
			}
			t.passive(r)
		}
	}
}

func allDecided(t *turn) {
	blocked, allowed := t.suite.expecting(conformance.Block), t.suite.expecting(conformance.Allow)
	ids := slices.Concat(allowed, blocked)
	slices.Sort(ids)
	r := t.send(Probe, fmt.Sprintf("%d accounts", len(ids)), t.about(ids...))
	for _, id := range ids {
		if v := r.verdict(id); v != nil {
			t.checkDecision(r, v, t.suite.Expect[id], "POL-003")
		}
	}
	t.passive(r)
}

// effective looks only whether what stands beside a denial lets it count.
func effective(t *turn) {
	for _, id := range t.suite.expecting(conformance.Block) {
		r := t.send(Probe, id, t.about(id))
		if v := r.verdict(id); v != nil && t.suite.first.valid() {
			t.checkBeside(r, v)
		}
		t.passive(r)
	}
}
