// Package decisions checks what a receiver decides about accounts for which the user declared it. [Check] does so for any
// scenario, and its findings have the ids of the scenarios POL, which [Scenarios] lists.
package decisions

import (
	"fmt"
	"maps"
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
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
			t.Trouble(fmt.Sprintf("decision of %s: the request does not ask about this account", account))
		} else if w.Effect != "" {
			checkDecision(t, r, v, w.Effect, policyRule(w.Effect, allowed, denied))
		}
	}
	if !r.Valid() && !t.First().Valid() {
		return
	}
	for _, account := range accounts {
		if v, w := r.Verdict(account), wants[account]; w.Exact && (v == nil || !v.HasCode || v.Code != w.Code) {
			reportAs(t, "POL-006", r, account, fmt.Sprintf("ResultCode %d", w.Code), said(v), "the code is another than declared")
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
			reportAs(t, rule, r, v.Account, "ResultCode 0", said(v), "an account that was to be allowed is not"+
				t.Often("so in", r, v.Account, func(_ *scenarios.Reply, v *conformance.Verdict) bool { return v.Said != conformance.SaidAllow }))
		}
		return
	}
	checkBeside(t, r, v)
	leaks := ""
	if v.Effect == conformance.Allow {
		leaks = t.Often("leaks", r, v.Account, func(_ *scenarios.Reply, v *conformance.Verdict) bool { return v.Effect == conformance.Allow })
	}
	switch {
	case v.Said != conformance.SaidBlock || !v.HasCode || !callback.CodeInRange(v.Code):
		reportAs(t, rule, r, v.Account, "a ResultCode from 38000 to 39000", said(v), "an account that was to be denied is not"+leaks)
	case v.Cause == callback.Late:
		reportAs(t, lateID, r, v.Account, "the denial before the deadline", "it came after "+r.Exchange.Limit().String(),
			"EFFECT: ALLOW. The denial came too late: the default policy lets the request through"+leaks)
	case v.Effect == conformance.Allow:
		reportAs(t, rule, r, v.Account, "a denial that counts", said(v)+", cause "+string(v.Cause), "EFFECT: ALLOW. The denial is ignored"+leaks)
	default:
		t.Denial(result.Denial{Kind: result.Expected, State: result.Proved, Request: r.Pair(v.Account), Code: v.Code})
	}
}

// checkBeside looks at the rest of an answer that was to deny: anything but OK and 0 makes Chat ignore it.
func checkBeside(t *scenarios.CaseRun, r *scenarios.Reply, v *conformance.Verdict) {
	g := scenarios.ReadLenient(r.Exchange.Answer.Body)
	if r.Status() != 200 || !g.HasCode || g.Code == 0 && g.Status == callback.StatusOK {
		return
	}
	reportAs(t, "POL-005", r, v.Account, "ActionStatus OK and ErrorCode 0 beside the denial", r.Summary(),
		"EFFECT: "+string(v.Effect)+". The denial is in the wrong place: an ErrorCode is ignored by default")
}

func said(v *conformance.Verdict) string {
	if v == nil {
		return "nothing"
	}
	if v.HasCode {
		return fmt.Sprintf("%s with ResultCode %d; effect %s", v.Said, v.Code, v.Effect)
	}
	return fmt.Sprintf("%s; effect %s", v.Said, v.Effect)
}

// reportAs reports a finding under another id than the scenario's.
func reportAs(t *scenarios.CaseRun, id string, r *scenarios.Reply, account, expected, received, message string) {
	f := t.OwnFinding(r, account, expected, received, message)
	for _, sc := range Scenarios() {
		if sc.ID == id {
			f.Rule, f.Title, f.Severity = sc.ID, sc.Title, sc.Severity
			f.Sentence, f.Source, f.Why, f.Fix = sc.Sentence, sc.Source, sc.Why, sc.Fix
		}
	}
	t.AddFinding(f)
}
