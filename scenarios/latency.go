package scenarios

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

func latencyScenarios() []*Scenario {
	timed := func(sc Scenario) *Scenario {
		sc.Sentence, sc.Source, sc.Alone = timeoutSentence, conformance.Overview, true
		if sc.Severity == "" {
			sc.Severity = conformance.Should
		}
		if sc.Level == "" {
			sc.Level = conformance.Warn
		}
		if sc.Profile == "" {
			sc.Profile = CI
		}
		sc.Tags = append([]string{"latency"}, sc.Tags...)
		sc.Why = "After two seconds Chat stops waiting and lets the friend request through, whatever the answer would have been."
		if sc.Fix == "" {
			sc.Fix = "Answer from what is at hand; move slow moderation calls out of the handler, or cap them well under two seconds."
		}
		return &sc
	}
	return []*Scenario{
		timed(Scenario{
			ID: "LAT-001", Title: "answer within the budget", Faults: []string{"real-slow-moderation", "too-slow"}, Severity: conformance.MustLinked, Level: conformance.Fail, Profile: Quick,
			Sent: "the sample, as every request whose answer must be VALID", Expected: "the last byte before the deadline",
			variants: only(func(t *turn) { t.passive(t.send(Probe, "sample", t.suite.sample())) }),
		}),
		timed(Scenario{
			ID: "LAT-002", Title: "head-room", Faults: []string{"no-head-room"}, Severity: conformance.Advisory, Tags: []string{"load"},
			Sent: "the sample 50 times", Expected: "95 of 100 answers within half the budget",
			variants: only(headRoom),
		}),
		timed(Scenario{
			ID: "LAT-003", Title: "first request after start", Faults: []string{"cold-start"}, Profile: Quick,
			Sent: "the first request of the run", Expected: "the last byte before the deadline",
			Fix:      "Warm up before taking traffic: open connections to databases, load models, compile templates.",
			variants: only(firstRequest),
		}),
		timed(Scenario{
			ID: "LAT-004", Title: "large batch", Faults: []string{"slow-per-friend"}, Tags: []string{"size"},
			Sent: "a request about 100 accounts, then larger ones", Expected: "the last byte before the deadline; the largest batch that still fits is reported",
			Fix:      "Decide over the accounts of a batch side by side, or from one query.",
			variants: only(largeBatch),
		}),
		timed(Scenario{
			ID: "LAT-005", Title: "under load", Faults: []string{"one-lane"}, Severity: conformance.Advisory, Tags: []string{"load", "slow"}, Profile: Full,
			Sent: "20 requests at a time for five seconds", Expected: "99 of 100 answers before the deadline",
			variants: only(underLoad),
		}),
		timed(Scenario{
			ID: "LAT-006", Title: "fail-open on timeout", Faults: []string{"too-slow"}, Level: conformance.Fail, Profile: Quick, Needs: []Need{NeedBlocked},
			Sent: "a request about every account that is declared to be blocked", Expected: "a denial before the deadline",
			variants: only(lateDenial),
		}),
	}
}

// quantile is the q-th of the times, from 0 to 1, by nearest rank.
func quantile(times []time.Duration, q float64) time.Duration {
	slices.Sort(times)
	rank := int(q*float64(len(times)) + 0.999999)
	return times[min(max(rank, 1), len(times))-1]
}

func headRoom(t *turn) {
	const n = 50
	times := make([]time.Duration, 0, n)
	var last *reply
	for i := range n {
		last = t.send(Probe, fmt.Sprintf("%d of %d", i+1, n), t.suite.sample())
		t.passive(last)
		if last.status() == 0 {
			return // TRN-001 and LAT-001 say it
		}
		times = append(times, last.x.Phases.LastByte)
	}
	half, p95 := t.suite.deadline()/2, quantile(times, 0.95)
	if p95 > half {
		t.violatedBy(last, "", "95 of 100 answers within "+half.String(), "within "+p95.Round(time.Millisecond).String(), "there is little room before the deadline")
		return
	}
	t.say(fmt.Sprintf("half of the answers within %s, 95 of 100 within %s", round(quantile(times, 0.5)), round(p95)))
}

func round(d time.Duration) time.Duration {
	if d > 10*time.Millisecond {
		return d.Round(time.Millisecond)
	}
	return d.Round(10 * time.Microsecond)
}

func firstRequest(t *turn) {
	first := t.suite.first
	t.keep(Probe, "first", first)
	t.sent-- // it was sent before any case began
	if !first.x.Late() {
		return
	}
	again := t.send(Control, controlName, t.suite.sample())
	if again.x.Late() {
		t.passive(again)
		return
	}
	t.violatedBy(first, "", "the last byte within "+t.suite.deadline().String(), first.summary(), "the first request after the start was too slow, later ones are not")
}

// largestBatch is as many friends as a user can have.
const largestBatch = callback.MaxFriendsPerUser

func largeBatch(t *turn) {
	fits := func(n int) (*reply, bool) {
		r := t.send(Probe, fmt.Sprintf("%d accounts", n), t.friends(n))
		return r, r.answered() && r.status() == 200
	}
	r, ok := fits(100)
	t.passive(r)
	if !ok {
		if r.x.Late() && t.plainControl().valid() {
			t.violated(r, "an answer about 100 accounts within "+t.suite.deadline().String(), "a large batch does not fit into the deadline")
		}
		return
	}
	low, high := 100, largestBatch
	if _, ok := fits(high); ok {
		t.say(fmt.Sprintf("batches of %d accounts, as many as a user can have friends, fit into the deadline", high))
		return
	}
	for high-low > low/4 && !t.cut.Load() {
		n := (low + high) / 2
		if _, ok := fits(n); ok {
			low = n
		} else {
			high = n
		}
	}
	t.say(fmt.Sprintf("batches of %d accounts fit into the deadline, batches of %d do not", low, high))
}

func underLoad(t *turn) {
	const workers, lasts = 20, 5 * time.Second
	ctx, cancel := t.withTimeout(lasts)
	defer cancel()
	var mu sync.Mutex
	var times []time.Duration
	var worst *reply
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				r := t.send(Probe, "under load", t.suite.sample())
				mu.Lock()
				times = append(times, r.x.Phases.LastByte)
				if worst == nil || r.x.Phases.LastByte > worst.x.Phases.LastByte {
					worst = r
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if t.interrupted() {
		return // it did not last
	}
	p99 := quantile(times, 0.99)
	if p99 > t.suite.deadline() {
		t.violatedBy(worst, "", "99 of 100 answers within "+t.suite.deadline().String(), "within "+p99.Round(time.Millisecond).String(), "under load answers come too late")
		return
	}
	t.say(fmt.Sprintf("%d answers in %s, half of them within %s, 99 of 100 within %s", len(times), lasts, round(quantile(times, 0.5)), round(p99)))
}

func lateDenial(t *turn) {
	for _, id := range t.suite.expecting(conformance.Block) {
		r := t.send(Probe, "blocked account", t.about(id))
		v := r.verdict(id)
		if v == nil || v.Cause != callback.Late {
			continue
		}
		t.leak(id)
		t.violatedBy(r, id, "a denial within "+t.suite.deadline().String(), r.summary(), "EFFECT: ALLOW. The default policy lets the request through")
	}
}
