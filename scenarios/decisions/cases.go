package decisions

import (
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// lateID is the scenario under whose id a denial that comes too late is reported.
const lateID = "LAT-006"

// Cases are those of the scenarios that ask about the accounts that the user declared, by their ids. Where a file of scenarios
// declares decisions, their findings have the same ids.
func Cases() map[string][]scenarios.Variant {
	one := scenarios.OneCase
	return map[string][]scenarios.Variant{
		lateID:    one(lateDenial),
		"POL-001": one(eachDecided(conformance.Block)),
		"POL-002": one(eachDecided(conformance.Allow)),
		"POL-003": one(allDecided),
		"POL-004": one(blockedSender),
		"POL-005": one(effective),
		"POL-006": one(func(*scenarios.CaseRun) {}), // of scenarios of the user's own
	}
}

// declared are requests by or to everybody who is declared to have this effect.
func declared(t *scenarios.CaseRun, effect conformance.Effect) []*scenarios.Request {
	var list []*scenarios.Request
	for _, id := range t.Suite.Expect.Senders(effect) {
		list = append(list, t.From(id, t.OwnAccounts(1)...))
	}
	for _, id := range t.Suite.Expect.Accounts(effect) {
		list = append(list, t.About(id))
	}
	return list
}

// checkAll compares every decision of an answer with what is declared about it.
func checkAll(t *scenarios.CaseRun, r *scenarios.Reply, rule func(conformance.Effect) string) {
	for i := range r.Judgement.Verdicts {
		v := &r.Judgement.Verdicts[i]
		if want := t.Suite.Expect.Of(r.From(), v.Account); want != "" {
			checkDecision(t, r, v, want, rule(want))
		}
	}
	t.Passive(r)
}

func eachDecided(effect conformance.Effect) func(*scenarios.CaseRun) {
	return func(t *scenarios.CaseRun) {
		for _, q := range declared(t, effect) {
			r := t.Send(result.Probe, "declared", q)
			checkAll(t, r, func(want conformance.Effect) string { return policyRule(want, 0, 0) })
		}
	}
}

func allDecided(t *scenarios.CaseRun) {
	ids := slices.Concat(t.Suite.Expect.Accounts(conformance.Allow), t.Suite.Expect.Accounts(conformance.Block))
	slices.Sort(ids)
	r := t.Send(result.Probe, fmt.Sprintf("%d accounts", len(ids)), t.About(ids...))
	checkAll(t, r, func(conformance.Effect) string { return "POL-003" })
}

func blockedSender(t *scenarios.CaseRun) {
	for _, id := range t.Suite.Expect.Senders(conformance.Block) {
		r := t.Send(result.Probe, "blocked sender", t.From(id, t.OwnAccounts(3)...))
		checkAll(t, r, func(conformance.Effect) string { return "POL-004" })
	}
}

// effective looks only whether the rest of the answer lets a denial count.
func effective(t *scenarios.CaseRun) {
	for _, q := range declared(t, conformance.Block) {
		r := t.Send(result.Probe, "declared", q)
		for i := range r.Judgement.Verdicts {
			if t.First().Valid() {
				checkBeside(t, r, &r.Judgement.Verdicts[i])
			}
		}
		t.Passive(r)
	}
}

func lateDenial(t *scenarios.CaseRun) {
	for _, q := range declared(t, conformance.Block) {
		r := t.Send(result.Probe, "declared", q)
		for i := range r.Judgement.Verdicts {
			v := &r.Judgement.Verdicts[i]
			if v.Cause != callback.Late {
				continue
			}
			t.Leak(r, v)
			t.ViolatedBy(r, v.Account, language.T("a denial within {limit}", "limit", t.Suite.Deadline()), r.Summary(),
				"EFFECT: ALLOW. The default policy lets the request through")
		}
	}
}
