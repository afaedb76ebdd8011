package score

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// rateChanges lists the shares that both runs have, not tested yet.
func rateChanges(before, after *Result) []RateChange {
	var all []RateChange
	clusters := max(scatter(&before.Timeline, letIn), scatter(&after.Timeline, letIn))
	add := func(measure string, label traffic.Label, moreIsWorse bool, k1, n1, k2, n2 uint64, scatter float64) {
		if n1 > 0 && n2 > 0 {
			all = append(all, RateChange{
				Measure: measure, Label: label, Before: shareOf(k1, n1), After: shareOf(k2, n2), Scatter: scatter, moreIsWorse: moreIsWorse,
			})
		}
	}
	a, b := before.Score(), after.Score()
	rows := b.Campaigns
	if len(rows) > 1 {
		rows = append([]Row{b.Malicious}, rows...)
	}
	for _, now := range rows {
		was := a.row(now.Label)
		scatter := 1.0 // of those that were allowed; those that were let in come in clusters
		if leaks := was.Leaks + now.Leaks; leaks > 0 {
			scatter += (clusters - 1) * float64(was.FailOpen+now.FailOpen) / float64(leaks)
		}
		add("leaks", now.Label, true, was.Leaks, was.Accounts, now.Leaks, now.Accounts, scatter)
	}
	right1, wrong1, right2, wrong2 := a.Malicious.saidBlock, a.Benign.saidBlock, b.Malicious.saidBlock, b.Benign.saidBlock
	add("recall", "", false, right1, a.Malicious.Accounts, right2, b.Malicious.Accounts, 1)
	add("precision", "", false, right1, right1+wrong1, right2, right2+wrong2, 1)
	add("blocked", traffic.Benign, true, a.FalseBlocks.Count, a.FalseBlocks.Of, b.FalseBlocks.Count, b.FalseBlocks.Of, 1)
	was, now := before.Causes(), after.Causes()
	n1, n2 := a.Malicious.Accounts+a.Benign.Accounts, b.Malicious.Accounts+b.Benign.Accounts
	both := maps.Clone(was)
	maps.Copy(both, now)
	for _, cause := range slices.Sorted(maps.Keys(both)) {
		add("let in: "+string(cause), "", true, was[cause], n1, now[cause], n2, clusters)
	}
	return all
}

func letIn(s *Slot) uint64 { return s.FailOpen }

func (s *Score) row(label traffic.Label) Row {
	for _, row := range append([]Row{s.Malicious, s.Benign}, s.Campaigns...) {
		if row.Label == label {
			return row
		}
	}
	return Row{}
}

// Causes counts the accounts that were let in by default, by cause.
func (r *Result) Causes() map[callback.Cause]uint64 {
	counts := map[callback.Cause]uint64{}
	for _, t := range r.Labels {
		for cause, n := range t.FailOpen {
			counts[cause] += n
		}
	}
	return counts
}

// test decides whether the shares differ, with a chance of alpha at most that equal ones are said to.
func (c *RateChange) test(alpha float64) {
	less := func(s Share) (k, n uint64) { // as many as there are independent ones
		return uint64(math.Round(float64(s.Count) / c.Scatter)), uint64(math.Round(float64(s.Of) / c.Scatter))
	}
	k1, n1 := less(c.Before)
	k2, n2 := less(c.After)
	n1, n2 = max(n1, k1, 1), max(n2, k2, 1)
	c.P = fisher(k1, n1, k2, n2)
	c.Low, c.High = newcombe(k1, n1, k2, n2, alpha)
	switch {
	case c.P >= alpha: // the exact test is the stricter one, and the interval must not say otherwise
		c.Shown, c.Low, c.High = NoneShown, min(c.Low, 0), max(c.High, 0)
	case c.After.Rate > c.Before.Rate == c.moreIsWorse:
		c.Shown = Worse
	default:
		c.Shown = Better
	}
}

// timeChange compares a quantile: the intervals in which the true ones lie must not meet, and the change must not be a
// trifle.
func timeChange(before, after *Result, q, alpha float64) TimeChange {
	c := TimeChange{Quantile: q, Before: before.span(q, alpha/2), After: after.span(q, alpha/2), Shown: NoneShown}
	least := max(leastTime, time.Duration(leastShare*float64(c.Before.At)))
	switch {
	case c.Before.High >= 0 && c.After.Low > c.Before.High && c.After.At-c.Before.At >= least:
		c.Shown = Worse
	case c.After.High >= 0 && c.Before.Low > c.After.High && c.Before.At-c.After.At >= least:
		c.Shown = Better
	}
	return c
}

// span is a quantile of latency with its interval, which misses the true one with a probability of alpha at most.
func (r *Result) span(q, alpha float64) TimeSpan {
	h := &r.Latency
	s := TimeSpan{At: h.Quantile(q), High: -1}
	s.Scatter = scatter(&r.Timeline, slower(s.At))
	n := uint64(float64(h.N()) / s.Scatter)
	if n == 0 {
		return s
	}
	low, high := quantileRanks(q, n, alpha)
	if low > 0 {
		s.Low = h.Quantile(float64(low) / float64(n))
	}
	if high <= n {
		s.High = h.Quantile(float64(high) / float64(n))
	}
	return s
}
