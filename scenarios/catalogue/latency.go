package catalogue

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// quantile is the q-th of the times, from 0 to 1, by nearest rank.
func quantile(times []time.Duration, q float64) time.Duration {
	slices.Sort(times)
	rank := int(q*float64(len(times)) + 0.999999)
	return times[min(max(rank, 1), len(times))-1]
}

func inTime(t *scenarios.CaseRun) { t.Passive(t.Send(result.Probe, "sample", t.Sample())) }

func headRoom(t *scenarios.CaseRun) {
	const n = 50
	times := make([]time.Duration, 0, n)
	var last *scenarios.Reply
	for i := range n {
		last = t.Send(result.Probe, fmt.Sprintf("%d of %d", i+1, n), t.Sample())
		t.Passive(last)
		if last.Status() == 0 {
			return // TRN-001 and LAT-001 say it
		}
		times = append(times, last.Exchange.Phases.LastByte)
	}
	half, p95 := t.Suite.Deadline()/2, quantile(times, 0.95)
	if p95 > half {
		t.ViolatedBy(last, "", language.T("95 of 100 answers within {limit}", "limit", half),
			language.T("within {took}", "took", p95.Round(time.Millisecond)),
			"there is little room before the deadline")
		return
	}
	t.Remark(language.T("half of the answers within {half}, 95 of 100 within {most}", "half", round(quantile(times, 0.5)), "most", round(p95)))
}

func round(d time.Duration) time.Duration {
	if d > 10*time.Millisecond {
		return d.Round(time.Millisecond)
	}
	return d.Round(10 * time.Microsecond)
}

func firstRequest(t *scenarios.CaseRun) {
	first := t.ShowFirst()
	if !first.Exchange.Late() {
		return
	}
	again := t.SendControl(t.Sample())
	if again.Exchange.Late() {
		t.Passive(again)
		return
	}
	t.ViolatedBy(first, "", language.T("the last byte within {limit}", "limit", t.Suite.Deadline()), first.Summary(),
		"the first request after the start was too slow, later ones are not")
}

// largestBatch is as many friends as a user can have.
const largestBatch = callback.MaxFriendsPerUser

func largeBatch(t *scenarios.CaseRun) {
	fits := func(n int) (*scenarios.Reply, bool) {
		r := t.Send(result.Probe, fmt.Sprintf("%d accounts", n), t.AboutMany(n))
		return r, r.Answered() && r.Status() == 200
	}
	r, ok := fits(100)
	t.Passive(r)
	if !ok {
		if r.Exchange.Late() && t.PlainControl().Valid() {
			t.Violated(r, language.T("an answer about 100 accounts within {limit}", "limit", t.Suite.Deadline()),
				"a large batch does not fit into the deadline")
		}
		return
	}
	low, high := 100, largestBatch
	if _, ok := fits(high); ok {
		t.Remark(language.T("batches of {n} accounts, as many as a user can have friends, fit into the deadline", "n", high))
		return
	}
	for high-low > low/4 && !t.Interrupted() {
		n := (low + high) / 2
		if _, ok := fits(n); ok {
			low = n
		} else {
			high = n
		}
	}
	t.Remark(language.T("batches of {low} accounts fit into the deadline, batches of {high} do not", "low", low, "high", high))
}

func underLoad(t *scenarios.CaseRun) {
	const workers, lasts = 20, 5 * time.Second
	ctx, cancel := context.WithTimeout(t.Context(), lasts)
	defer cancel()
	var mu sync.Mutex
	var times []time.Duration
	var worst *scenarios.Reply
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				r := t.Send(result.Probe, "under load", t.Sample())
				mu.Lock()
				times = append(times, r.Exchange.Phases.LastByte)
				if worst == nil || r.Exchange.Phases.LastByte > worst.Exchange.Phases.LastByte {
					worst = r
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if t.Interrupted() {
		return // it did not last
	}
	p99 := quantile(times, 0.99)
	if p99 > t.Suite.Deadline() {
		t.ViolatedBy(worst, "", language.T("99 of 100 answers within {limit}", "limit", t.Suite.Deadline()),
			language.T("within {took}", "took", p99.Round(time.Millisecond)),
			"under load answers come too late")
		return
	}
	t.Remark(language.T("{n} answers in {time}, half of them within {half}, 99 of 100 within {most}", "n", len(times), "time", lasts,
		"half", round(quantile(times, 0.5)), "most", round(p99)))
}
