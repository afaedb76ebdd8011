package scenarios

import (
	"fmt"
	"sync"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

func concurrencyScenarios() []*Scenario {
	should := func(sc Scenario) *Scenario {
		sc.Severity, sc.Source, sc.Alone = conformance.Should, conformance.Robustness, true
		if sc.Level == "" {
			sc.Level = conformance.Warn
		}
		if sc.Profile == "" {
			sc.Profile = CI
		}
		sc.Tags = append([]string{"concurrency"}, sc.Tags...)
		return &sc
	}
	return []*Scenario{
		should(Scenario{
			ID: "CNC-001", Title: "same request twice", Faults: []string{"denies-again"}, Profile: Quick,
			Sentence: "Callbacks before an event are not repeated by the service, but networks repeat requests.",
			Sent:     "the same request twice, each with a Sign of its own", Expected: "VALID answers with the same decisions",
			Why: "A decision that changes when it is asked again was no decision.", Fix: "Decide from the request and stored facts; do not count the question itself as an attempt of the user's.",
			variants: only(func(t *turn) {
				first := t.send(Control, "first time", t.friends(2))
				second := t.send(Probe, "second time", t.friends(2))
				t.passive(first)
				if t.expectValid(second, func() *reply { return first }) && first.valid() {
					t.expectSame("repetition", second, first.decisions())
				}
			}),
		}),
		should(Scenario{
			ID: "CNC-002", Title: "same request at once", Faults: []string{"denies-again", "one-at-a-time"},
			Sentence: "Nothing keeps requests from coming at the same moment.",
			Sent:     "ten identical requests in parallel", Expected: "VALID answers with the same decisions",
			Why: "A race that nobody sees at one request a second lets friends through under load.", Fix: "Share nothing between requests that is not made for it.",
			variants: only(sameAtOnce),
		}),
		should(Scenario{
			ID: "CNC-003", Title: "no cross-talk", Faults: []string{"one-at-a-time", "cross-talk"}, Level: conformance.Fail,
			Sentence: "An answer is about the accounts of its own request.",
			Sent:     "50 parallel requests about different accounts", Expected: "each answer holds exactly its own accounts",
			Why: "An answer about somebody else's friends answers nothing: the friend is added.", Fix: "Keep what belongs to a request in its own variables.",
			variants: only(crossTalk),
		}),
		advisory(Scenario{
			ID: "CNC-004", Title: "events out of order", Faults: []string{"in-order-only"}, Tags: []string{"concurrency", "time"}, Alone: true, Source: conformance.Page,
			Sentence: "EventTime | Integer | Timestamp in milliseconds |",
			Sent:     "a request with EventTime t+1, then one with t", Expected: "VALID answers",
			Why: "Requests overtake each other on the way.", Fix: "Do not refuse a request for being older than the last.",
			variants: only(outOfOrder),
		}),
		should(Scenario{
			ID: lastID, Title: "alive after the run", Faults: []string{"wears-out"}, Level: conformance.Fail, Profile: Quick,
			Sentence: "A receiver that was tested must still work.",
			Sent:     "the sample on a new connection, when all else is done", Expected: "a VALID answer within the budget",
			Why: "What the run broke, somebody else can break.", Fix: "See which case ran last before the receiver stopped answering.",
			variants: only(func(t *turn) {
				r := t.plainControl()
				first := func() *reply { return t.suite.first }
				t.expectValid(r, first)
			}),
		}),
	}
}

// atOnce sends n requests, all at the same moment.
func (t *turn) atOnce(n int, request func(i int) *request) []*reply {
	replies := make([]*reply, n)
	var wg sync.WaitGroup
	for i := range n {
		r := request(i)
		wg.Go(func() { replies[i] = t.send(Probe, fmt.Sprintf("%d of %d", i+1, n), r) })
	}
	wg.Wait()
	return replies
}

func sameAtOnce(t *turn) {
	control := t.fresh(Control, controlName, t.friends(2))
	for _, r := range t.atOnce(10, func(int) *request { return t.friends(2) }) {
		if t.expectValid(r, func() *reply { return control }) && control.valid() {
			t.expectSame("ten requests at once", r, control.decisions())
		}
	}
}

func crossTalk(t *turn) {
	const n = 50
	ids := t.markers(n)
	for i, r := range t.atOnce(n, func(i int) *request { return t.about(ids[i]) }) {
		switch g := readGist(r.x.Answer.Body); {
		case !r.answered() || r.status() != 200:
			t.expectValid(r, t.plainControl)
		case foreign(g, ids, ids[i]) != "":
			t.violatedBy(r, ids[i], "an answer about its own account", "one about "+foreign(g, ids, ids[i]), "an answer holds the account of another request")
		default:
			t.passive(r)
		}
	}
}

// foreign returns an account of the answer that another request asked about.
func foreign(g gist, asked []string, own string) string {
	for _, it := range g.items {
		if it.account == own {
			continue
		}
		for _, id := range asked {
			if it.account == id {
				return id
			}
		}
	}
	return ""
}

func outOfOrder(t *turn) {
	q := t.suite.asking(t.suite.accounts()...)
	for _, event := range []int64{q.EventTime + 1, q.EventTime} {
		q.EventTime = event
		t.expectValid(t.send(Probe, fmt.Sprintf("EventTime %d", event), t.spelt(q, callback.Documented)), t.plainControl)
	}
}
