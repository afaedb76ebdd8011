package catalogue

import (
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

func sameTwice(t *scenarios.CaseRun) {
	first := t.Send(result.Control, "first time", t.AboutMany(2))
	second := t.Send(result.Probe, "second time", t.AboutMany(2))
	t.Passive(first)
	t.ExpectAlike("repetition", second, first)
}

// atOnce sends n requests, all at the same time.
func atOnce(t *scenarios.CaseRun, n int, request func(i int) *scenarios.Request) []*scenarios.Reply {
	requests, replies := make([]*scenarios.Request, n), make([]*scenarios.Reply, n)
	for i := range requests {
		requests[i] = request(i)
	}
	scenarios.AtOnce(n, n, func(i int) { replies[i] = t.Send(result.Probe, fmt.Sprintf("%d of %d", i+1, n), requests[i]) })
	return replies
}

func sameAtOnce(t *scenarios.CaseRun) {
	control := t.SendFreshControl(t.AboutMany(2))
	for _, r := range atOnce(t, 10, func(int) *scenarios.Request { return t.AboutMany(2) }) {
		t.ExpectAlike("ten requests at once", r, control)
	}
}

func crossTalk(t *scenarios.CaseRun) {
	const n = 50
	ids := t.OwnAccounts(n)
	var missed []*scenarios.Reply
	for i, r := range atOnce(t, n, func(i int) *scenarios.Request { return t.About(ids[i]) }) {
		switch other := foreign(r, ids, ids[i]); {
		case !r.Answered() || r.Status() != 200:
			missed = append(missed, r)
		case other != "":
			t.ViolatedBy(r, ids[i], "an answer about its own account", language.T("one about {account}", "account", other),
				"an answer holds the account of another request")
		default:
			t.Passive(r)
		}
	}
	if len(missed) == 0 || t.Interrupted() {
		return
	}
	// Is it the requests, or their number? As many controls tell.
	for _, c := range atOnce(t, n, func(int) *scenarios.Request { return t.Sample() }) {
		if !c.Answered() {
			tooMany(t, n, missed)
			return
		}
	}
	for _, r := range missed {
		t.ExpectValid(r, t.PlainControl)
	}
}

// tooMany reports a receiver that does not stand so many requests at once, whatever they ask.
func tooMany(t *scenarios.CaseRun, n int, missed []*scenarios.Reply) {
	late, refused := 0, 0
	for _, r := range missed {
		if r.Exchange.Late() {
			late++
		} else if r.Status() == 0 {
			refused++
		}
	}
	what := language.T("{n} were late", "n", late)
	fix := language.Phrase("Serve more requests at a time: more workers or threads, or a handler that does not wait.")
	if refused > late {
		what, fix = language.T("{n} connections were refused or cut", "n", refused),
			"Lengthen the queue of the listening socket (backlog), and accept faster."
	}
	f := t.OwnFinding(missed[0], "", language.T("{n} answers in time", "n", n), missed[0].Summary(),
		language.T("{n} requests at once: {what}; answers were right", "n", n, "what", what))
	f.Level = rule.Warn
	t.AddFinding(scenarios.Mending(f, fix))
}

// foreign returns an account of the answer that another request asked about.
func foreign(r *scenarios.Reply, others []string, own string) string {
	for _, id := range r.Accounts() {
		if id != own && slices.Contains(others, id) {
			return id
		}
	}
	return ""
}

func aliveAfterwards(t *scenarios.CaseRun) { t.ExpectValid(t.PlainControl(), t.First) }

func outOfOrder(t *scenarios.CaseRun) {
	q := t.SampleAbout(t.SampleAccounts()...)
	for _, event := range []int64{q.EventTime + 1, q.EventTime} {
		q.EventTime = event
		t.ExpectValid(t.Send(result.Probe, fmt.Sprintf("EventTime %d", event), t.Spell(q, callback.Documented)), t.PlainControl)
	}
}
