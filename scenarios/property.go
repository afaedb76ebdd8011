package scenarios

import (
	"fmt"
	"strings"
	"sync"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// shrinkBudget is how many requests the shrinking of a failure may cost.
const shrinkBudget = 80

// workers is how many requests of a property run are under way at a time.
const workers = 4

func propertyScenarios() []*Scenario {
	return []*Scenario{
		{
			ID: "ROB-013", Title: "property: valid in, valid out", Faults: []string{"emoji-chokes"}, Tags: []string{"robustness", "property", "seeded"}, Severity: conformance.Should,
			Level: conformance.Fail, Source: conformance.Robustness, Profile: CI,
			Sentence: "Every request that Chat can send gets an answer that keeps the rules.",
			Sent:     "200 random legal requests, drawn from the seed", Expected: "an answer to each that no rule fails",
			Why: "The one request in a thousand that is answered wrongly is one that gets through.", Fix: "Send the shrunk request below with chatcb send --body, and see what in it makes the difference.",
			variants: only(validInValidOut),
		},
		advisory(Scenario{
			ID: "ROB-014", Title: "property: broken in, no crash", Faults: []string{"bad-json-chokes", "guesses-missing"}, Tags: []string{"robustness", "property", "seeded"}, Level: conformance.Warn,
			Profile: Full, Hostile: true,
			Sentence: "No input stops a receiver.",
			Sent:     "200 random mutations of the sample: members dropped, doubled, swapped, of another type, at the ends of their ranges",
			Expected: "a status below 500 for each, ALIVE, and no approval where the accounts are missing",
			Why:      "A receiver that has crashed lets everybody through.", Fix: "Check types and presence before use, and catch what is left in one place.",
			variants: only(brokenInNoCrash),
		}),
	}
}

// firstFailing finds the first value, by its number, that fails; several are tried at a time.
func firstFailing[T any](t *turn, values []T, fails func(T) bool) (index int, found bool) {
	var mu sync.Mutex
	next, first := 0, len(values)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next >= len(values) || first < len(values) || t.interrupted() {
			return 0, false
		}
		next++
		return next - 1, true
	}
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				if fails(values[i]) {
					mu.Lock()
					first = min(first, i)
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return first, first < len(values)
}

// brokenRule is the first rule that fails the answer, or "".
func (r *reply) brokenRule() string {
	for i := range r.judgement.Findings {
		if f := &r.judgement.Findings[i]; f.Level == conformance.Fail {
			return f.Rule.ID
		}
	}
	if !r.valid() {
		return r.summary()
	}
	return ""
}

func validInValidOut(t *turn) {
	draws := make([]legal, t.suite.Requests)
	for i := range draws {
		draws[i] = drawLegal(t.rand)
	}
	i, found := firstFailing(t, draws, func(l legal) bool {
		r := t.send(Probe, "random", t.legalRequest(&l))
		if r.valid() {
			t.passive(r)
		}
		return !r.valid()
	})
	if !found || t.interrupted() {
		return
	}
	rule := t.send(Probe, fmt.Sprintf("request %d", i+1), t.legalRequest(&draws[i])).brokenRule()
	if rule == "" {
		t.say(fmt.Sprintf("request %d of %d failed once and not again: the receiver does not always answer alike", i+1, len(draws)))
		t.violatedBy(nil, "", validAnswer.words, "another, once", "a random legal request was answered wrongly once, and rightly when it was sent again")
		return
	}
	if c := t.plainControl(); c.brokenRule() == rule {
		t.passive(c) // not a matter of what is in the request
		return
	}
	small := shrink(draws[i], smallerLegal, func(l legal) bool {
		return !t.interrupted() && t.send(Probe, "shrinking", t.legalRequest(&l)).brokenRule() == rule
	}, shrinkBudget)
	last := t.send(Probe, "shrunk", t.legalRequest(&small))
	t.passive(last)
	t.violated(last, validAnswer.words, fmt.Sprintf("a random legal request, number %d of %d, is answered wrongly (%s). Shrunk: %s",
		i+1, len(draws), last.problem(), spellShort(&small)))
}

// spellShort shows a shrunk request.
func spellShort(l *legal) string {
	return short(string(callback.Encoding{OmitEmpty: true}.Append(nil, &l.body)))
}

func brokenInNoCrash(t *turn) {
	if !t.standing() {
		return
	}
	base := t.friends(1)
	base.odd = true
	send := func(name string, list []mutation) *reply {
		r := base.clone()
		r.Body = mutated(base.Body, list)
		return t.send(Probe, name, r)
	}
	wrong := func(list []mutation, r *reply) string {
		switch {
		case r.status() >= 500 || r.status() == 0:
			return "crash"
		case undecidable(list) && r.approved():
			return "approval"
		}
		return ""
	}
	draws := make([][]mutation, t.suite.Requests)
	for i := range draws {
		draws[i] = drawMutations(t.rand)
	}
	i, found := firstFailing(t, draws, func(list []mutation) bool { return wrong(list, send("mutated", list)) != "" })
	if found && !t.interrupted() {
		t.reportMutation(draws[i], send, wrong)
	}
	t.expectAlive("the mutations")
}

func (t *turn) reportMutation(list []mutation, send func(string, []mutation) *reply, wrong func([]mutation, *reply) string) {
	kind := wrong(list, send("again", list))
	small := shrink(list, fewer, func(l []mutation) bool { return wrong(l, send("shrinking", l)) == kind }, shrinkBudget)
	last := send("shrunk", small)
	t.passive(last)
	words := make([]string, len(small))
	for i, m := range small {
		words[i] = m.String()
	}
	what := strings.Join(words, ", then ")
	switch kind {
	case "approval":
		t.violated(last, notApproved.words, "a request without accounts is approved: "+what)
	case "crash":
		t.violated(last, "a status below 500", "the receiver fails over a broken request: "+what)
	default:
		t.say("a broken request made the receiver fail once, and not when it was sent again: " + what)
	}
}
