// Package explore has the scenarios whose requests nobody wrote down: random legal ones, mutations, and relations that must
// hold between answers. What fails is shrunk to the least that still fails.
package explore

import (
	"fmt"
	"strings"
	"sync"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// shrinkBudget is how many requests the shrinking of a failure may cost.
const shrinkBudget = 80

// workers is how many requests of a property run are under way at a time.
const workers = 4

// Cases are theirs, by the ids of the scenarios.
func Cases() map[string][]scenarios.Variant {
	one := scenarios.OneCase
	return map[string][]scenarios.Variant{
		"ROB-013": one(validInValidOut),
		"ROB-014": one(brokenInNoCrash),
		"ROB-015": one(permuted),
		"ROB-016": one(batchAgainstSingles),
		"ROB-017": formattings(),
	}
}

// firstFailing finds the first value, by its number, that fails; several are tried at a time.
func firstFailing[T any](t *scenarios.CaseRun, values []T, fails func(T) bool) (index int, found bool) {
	var mu sync.Mutex
	first := len(values)
	beyond := func(i int) bool {
		mu.Lock()
		defer mu.Unlock()
		return i > first
	}
	scenarios.AtOnce(len(values), workers, func(i int) {
		// Those before one that failed are tried all the same: any of them may be the first.
		if !beyond(i) && !t.Interrupted() && fails(values[i]) {
			mu.Lock()
			first = min(first, i)
			mu.Unlock()
		}
	})
	return first, first < len(values)
}

// brokenRule is the first rule that fails the answer, or "".
func brokenRule(r *scenarios.Reply) string {
	if f := r.Judgement.Failing(); f != nil {
		return f.Rule.ID
	}
	if !r.Valid() {
		return r.Summary().String()
	}
	return ""
}

func validInValidOut(t *scenarios.CaseRun) {
	draws := make([]legal, t.Suite.Requests)
	for i := range draws {
		draws[i] = drawLegal(t.Rand, t.Suite.Hook())
	}
	i, found := firstFailing(t, draws, func(l legal) bool {
		r := t.Send(result.Probe, "random", legalRequest(t, &l))
		if r.Valid() {
			t.Passive(r)
		}
		return !r.Valid()
	})
	if !found || t.Interrupted() {
		return
	}
	id := brokenRule(t.Send(result.Probe, fmt.Sprintf("request %d", i+1), legalRequest(t, &draws[i])))
	if id == "" {
		t.Remark(language.T("request {number} of {all} failed once and not again: the receiver does not always answer alike",
			"number", i+1, "all", len(draws)))
		t.ViolatedBy(nil, "", scenarios.ValidAnswer.Says, "another, once",
			"a random legal request was answered wrongly once, and rightly when it was sent again")
		return
	}
	if c := t.PlainControl(); brokenRule(c) == id {
		t.Passive(c) // not a matter of what is in the request
		return
	}
	small := shrink(draws[i], smallerLegal, func(l legal) bool {
		return !t.Interrupted() && brokenRule(t.Send(result.Probe, "shrinking", legalRequest(t, &l))) == id
	}, shrinkBudget)
	last := t.Send(result.Probe, "shrunk", legalRequest(t, &small))
	what := language.T("a random legal request, number {number} of {all}. Shrunk: {body}", "number", i+1, "all", len(draws),
		"body", spellShort(&small))
	if !t.BrokenRule(last, id, what) {
		t.Passive(last)
		t.Violated(last, scenarios.ValidAnswer.Says, language.T("answered wrongly ({problem}): {what}", "problem", last.Problem(), "what", what))
	}
}

// spellShort shows a shrunk request.
func spellShort(l *legal) string {
	return scenarios.Shorten(string(callback.Encoding{OmitEmpty: true}.Append(nil, &l.body)))
}

func brokenInNoCrash(t *scenarios.CaseRun) {
	if !t.ControlHolds() {
		return
	}
	base, p := t.AboutMany(1), partsOf(t.Suite.Hook())
	base.Odd = true
	send := func(name string, list []mutation) *scenarios.Reply {
		r := base.Clone()
		r.Body = mutated(base.Body, list)
		return t.Send(result.Probe, name, r)
	}
	wrong := func(list []mutation, r *scenarios.Reply) string {
		switch {
		case r.Status() >= 500 || r.Status() == 0:
			return "crash"
		case p.undecidable(list) && r.Approved():
			return "approval"
		}
		return ""
	}
	draws := make([][]mutation, t.Suite.Requests)
	for i := range draws {
		draws[i] = p.draw(t.Rand)
	}
	i, found := firstFailing(t, draws, func(list []mutation) bool { return wrong(list, send("mutated", list)) != "" })
	if found && !t.Interrupted() {
		reportMutation(t, draws[i], send, wrong)
	}
	t.ExpectAlive("the mutations")
}

func reportMutation(t *scenarios.CaseRun, list []mutation, send func(string, []mutation) *scenarios.Reply,
	wrong func([]mutation, *scenarios.Reply) string,
) {
	kind := wrong(list, send("again", list))
	small := shrink(list, fewer, func(l []mutation) bool { return wrong(l, send("shrinking", l)) == kind }, shrinkBudget)
	last := send("shrunk", small)
	t.Passive(last)
	words := make([]string, len(small))
	for i, m := range small {
		words[i] = m.String()
	}
	what := strings.Join(words, ", then ")
	switch kind {
	case "approval":
		t.Violated(last, scenarios.NotApproved.Says, language.T("a request without accounts is approved: {what}", "what", what))
	case "crash":
		t.Violated(last, "a status below 500", language.T("the receiver fails over a broken request: {what}", "what", what))
	default:
		t.Remark(language.T("a broken request made the receiver fail once, and not when it was sent again: {what}", "what", what))
	}
}
