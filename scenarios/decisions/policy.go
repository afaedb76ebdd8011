// Package decisions checks what a receiver decides about accounts for which the user declared it. [Check] does so for any
// scenario, and its findings have the ids of the scenarios POL, whose are [Cases].
package decisions

import (
	"maps"
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// Check compares what the receiver decides with what was declared. Findings have the ids of POL, in every scenario.
func Check(t *scenarios.CaseRun, r *scenarios.Reply, wants map[string]scenarios.Want) {
	allowed, denied := 0, 0
	for _, w := range wants {
		switch w.Effect {
		case conformance.Allow:
			allowed++
		case conformance.Block:
			denied++
		}
	}
	accounts := slices.Sorted(maps.Keys(wants))
	for _, account := range accounts {
		if v, w := r.Verdict(account), wants[account]; v == nil {
			t.Trouble(language.T("decision of {account}: the request does not ask about this account", "account", account))
		} else if w.Effect != "" {
			checkDecision(t, r, v, w.Effect, policyRule(w.Effect, allowed, denied))
		}
	}
	if !r.Valid() && !t.First().Valid() {
		return
	}
	for _, account := range accounts {
		if v, w := r.Verdict(account), wants[account]; w.Exact && (v == nil || !v.HasCode || v.Code != w.Code) {
			reportAs(t, "POL-006", r, account, language.T("ResultCode {code}", "code", w.Code), said(v), "the code is another than declared")
		}
	}
}

// policyRule is the id under which a wrong decision is reported: a mixed batch and a batch of denials have their own.
func policyRule(want conformance.Effect, allowed, denied int) string {
	switch {
	case allowed > 0 && denied > 0:
		return "POL-003"
	case want == conformance.Allow:
		return "POL-002"
	case denied > 1:
		return "POL-004"
	}
	return "POL-001"
}

// checkDecision compares one decision. Where not even the sample gets a VALID answer, the rules that fail it are the
// cause, and only what leaks is noted here.
func checkDecision(t *scenarios.CaseRun, r *scenarios.Reply, v *conformance.Verdict, want conformance.Effect, rule string) {
	if v.Effect == conformance.Allow && want == conformance.Block {
		t.Leak(r, v)
	}
	if !r.Valid() && !t.First().Valid() && v.Cause != callback.Late {
		t.Passive(r)
		return
	}
	if want == conformance.Allow {
		if v.Said != conformance.SaidAllow || v.Effect != conformance.Allow {
			message := t.Often(language.T("an account that was to be allowed is not"), "so in {some} of {of} identical requests", r, v.Account,
				func(_ *scenarios.Reply, v *conformance.Verdict) bool { return v.Said != conformance.SaidAllow })
			reportAs(t, rule, r, v.Account, "ResultCode 0", said(v), message)
		}
		return
	}
	checkBeside(t, r, v)
	leaking := func(message string) language.Sayer {
		if v.Effect != conformance.Allow {
			return language.T(message)
		}
		allowed := func(_ *scenarios.Reply, v *conformance.Verdict) bool { return v.Effect == conformance.Allow }
		return t.Often(language.T(message), scenarios.LeaksOften, r, v.Account, allowed)
	}
	switch {
	case v.Said != conformance.SaidBlock || !v.HasCode || !callback.CodeInRange(v.Code):
		reportAs(t, rule, r, v.Account, "a ResultCode from 38000 to 39000", said(v), leaking("an account that was to be denied is not"))
	case v.Cause == callback.Late:
		reportAs(t, lateID, r, v.Account, "the denial before the deadline", language.T("it came after {limit}", "limit", r.Exchange.Limit()),
			leaking("EFFECT: ALLOW. The denial came too late: the default policy lets the request through"))
	case v.Effect == conformance.Allow:
		reportAs(t, rule, r, v.Account, "a denial that counts", said(v),
			leaking("EFFECT: ALLOW. The denial is ignored"))
	default:
		t.Denial(result.Denial{Kind: result.Expected, State: result.Proved, Request: r.Pair(v.Account), Code: v.Code})
	}
}

// checkBeside looks at the rest of an answer that was to deny: anything but OK and 0 makes Chat ignore it.
func checkBeside(t *scenarios.CaseRun, r *scenarios.Reply, v *conformance.Verdict) {
	g := r.Read()
	if r.Status() != 200 || !g.HasCode || g.Code == 0 && g.Status == callback.StatusOK {
		return
	}
	reportAs(t, "POL-005", r, v.Account, "ActionStatus OK and ErrorCode 0 beside the denial", r.Summary(),
		language.T("EFFECT: {effect}. The denial is in the wrong place: an ErrorCode is ignored by default", "effect", v.Effect))
}

func said(v *conformance.Verdict) language.Text {
	if v == nil {
		return language.T("nothing")
	}
	text := language.T("{said}; effect {effect}", "said", v.Said, "effect", v.Effect)
	if v.HasCode {
		text = language.T("{said} with ResultCode {code}; effect {effect}", "said", v.Said, "code", v.Code, "effect", v.Effect)
	}
	if v.FailOpen() {
		return language.T("{said}, cause {cause}", "said", text, "cause", v.Cause)
	}
	return text
}

// reportAs reports a finding under another id than the scenario's.
func reportAs(t *scenarios.CaseRun, id string, r *scenarios.Reply, account string, expected, received, message any) {
	t.AddFinding(t.FindingAs(id, r, account, expected, received, message))
}
