package decisions

import (
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// lateID is the scenario under whose id a denial that comes too late is reported.
const lateID = "LAT-006"

const (
	denySentence  = "To not allow adding as friend, set the result code to a value in the range of [38000, 39000]."
	allowSentence = "0 : allow adding as friend.Other values: do not allow adding as friend."
	blockSentence = "Block malicious friend requests."
)

// Scenarios ask about the accounts that the user declared. Where a file of scenarios declares decisions, their
// findings have the same ids.
func Scenarios() []*scenarios.Scenario {
	own := func(sc scenarios.Scenario) *scenarios.Scenario {
		sc.Tags, sc.Depth, sc.Source = append([]string{"policy"}, sc.Tags...), scenarios.Quick, rule.Page
		if sc.Level == "" {
			sc.Level = rule.Fail
		}
		if sc.Why == "" {
			sc.Why = "An account that was to be blocked and is not is the one thing that this callback exists to prevent."
		}
		return &sc
	}
	return []*scenarios.Scenario{
		{
			ID: lateID, Title: "fail-open on timeout", Tags: []string{"latency"}, Severity: rule.Should,
			Level: rule.Fail, Sentence: scenarios.TimeoutSentence, Source: rule.Overview, Depth: scenarios.Quick, Place: scenarios.Alone,
			Needs: []scenarios.Need{scenarios.NeedBlocked},
			Sent:  "a request by or to everybody who is declared to be blocked", Expected: "a denial before the deadline",
			Why:      "After two seconds Chat stops waiting and lets the friend request through, whatever the answer would have been.",
			Fix:      "Answer from what is at hand; move slow moderation calls out of the handler, or cap them well under two seconds.",
			Variants: scenarios.OneCase(lateDenial),
		},
		own(scenarios.Scenario{
			ID: "POL-001", Title: "blocked account is denied", Severity: rule.Must, Sentence: denySentence + " " + blockSentence,
			Needs: []scenarios.Need{scenarios.NeedBlocked},
			Sent:  "a request by or to everybody who is declared to be blocked", Expected: "a ResultCode from 38000 to 39000 for it",
			Fix:      "Answer ResultCode 38000 to 39000 for the account, with ActionStatus OK and ErrorCode 0.",
			Variants: scenarios.OneCase(eachDecided(conformance.Block)),
		}),
		own(scenarios.Scenario{
			ID: "POL-002", Title: "allowed account is allowed", Severity: rule.Must, Sentence: allowSentence,
			Needs: []scenarios.Need{scenarios.NeedAllowed},
			Sent:  "a request by or to everybody who is declared to be allowed", Expected: "ResultCode 0 for it",
			Why: "A friend that cannot be added is a user who complains.",
			Fix: "Answer ResultCode 0 for the account.", Variants: scenarios.OneCase(eachDecided(conformance.Allow)),
		}),
		own(scenarios.Scenario{
			ID: "POL-003", Title: "mixed batch", Severity: rule.Must, Sentence: allowSentence, Needs: []scenarios.Need{scenarios.NeedBoth},
			Sent: "one request to all declared accounts", Expected: "each decided on its own",
			Fix: "Decide over each account of the batch, and answer all of them.", Variants: scenarios.OneCase(allDecided),
		}),
		own(scenarios.Scenario{
			ID: "POL-004", Title: "blocked sender", Severity: rule.Should, Sentence: blockSentence, Needs: []scenarios.Need{scenarios.NeedSender},
			Sent: "a request from each sender that is declared to be blocked, about three friends", Expected: "all three denied",
			Fix: "Deny every account of a request whose From_Account is blocked.", Variants: scenarios.OneCase(blockedSender),
		}),
		own(scenarios.Scenario{
			ID: "POL-005", Title: "denial is effective", Severity: rule.Should, Sentence: "The Chat backend ignores this error by default.",
			Needs:    []scenarios.Need{scenarios.NeedBlocked},
			Sent:     "a request by or to everybody who is declared to be blocked",
			Expected: "ActionStatus OK and ErrorCode 0 beside the denial, so that nothing is ignored",
			Fix:      "Leave ErrorCode 0: it says that processing worked. The denial belongs into ResultCode.",
			Variants: scenarios.OneCase(effective),
		}),
		own(scenarios.Scenario{
			ID: "POL-006", Title: "exact code", Severity: rule.Advisory, Sentence: denySentence, Needs: []scenarios.Need{scenarios.NeedFile},
			Sent: "a request about an account with a declared code", Expected: "that code", Why: "Clients may tell their users why by the code.",
			Fix: "Answer the code that was agreed on.", Variants: scenarios.OneCase(func(*scenarios.CaseRun) {}),
		}),
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
			t.ViolatedBy(r, v.Account, "a denial within "+t.Suite.Deadline().String(), r.Summary(),
				"EFFECT: ALLOW. The default policy lets the request through")
		}
	}
}
