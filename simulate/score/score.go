package score

import (
	"cmp"
	"slices"
	"time"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Row is how a receiver did on one label, or on all malicious ones together. An account of a campaign is to be blocked,
// any other is to be allowed.
type Row struct {
	Label    traffic.Label `json:"label"`
	Requests uint64        `json:"requests"`
	Accounts uint64        `json:"accounts"`
	Allowed  uint64        `json:"allowed"` // as said
	Blocked  uint64        `json:"blocked"`
	FailOpen uint64        `json:"fail_open"`
	Leaks    uint64        `json:"leaks"`      // to be blocked, and allowed or let through
	LeakRate float64       `json:"leak_rate"`  // of its accounts
	Bound    float64       `json:"leak_bound"` // one-sided 95 % Clopper-Pearson
	// Detection is what was said, whatever the effect: an answer that came too late counts.
	Recall    float64 `json:"recall"`
	Precision float64 `json:"precision"` // with all benign accounts as what may be blocked by mistake
	F1        float64 `json:"f1"`
	// Caught says whether one was blocked, after how many of its requests, and how long after its first.
	Caught       bool          `json:"caught"`
	CaughtAmong  uint64        `json:"caught_requests"`
	CaughtWithin time.Duration `json:"caught_ns"`

	saidBlock uint64
}

// Score is what a run says of a receiver.
type Score struct {
	Benign      Row   `json:"benign"`
	Malicious   Row   `json:"malicious"` // all campaigns together
	Campaigns   []Row `json:"campaigns"` // the largest first
	FalseBlocks Share `json:"false_blocks"`
}

// Share is how many of how many, and the 95 % bound of the share.
type Share struct {
	Count uint64  `json:"count"`
	Of    uint64  `json:"of"`
	Rate  float64 `json:"rate"`
	Bound float64 `json:"bound"`
}

func shareOf(k, n uint64) Share { return Share{k, n, ratio(k, n), upperBound(k, n)} }

func ratio(k, n uint64) float64 {
	if n == 0 {
		return 0
	}
	return float64(k) / float64(n)
}

// Score scores the run.
func (r *Result) Score() *Score {
	benign := r.Labels[traffic.Benign]
	if benign == nil {
		benign = new(Tally)
	}
	s := &Score{Benign: benign.row(traffic.Benign, 0), Campaigns: []Row{}, FalseBlocks: shareOf(benign.Blocked, benign.Accounts)}
	all := new(Tally)
	for label, t := range r.Labels {
		if label == traffic.Benign {
			continue
		}
		s.Campaigns = append(s.Campaigns, t.row(label, benign.SaidBlock))
		add(all, t)
	}
	slices.SortFunc(s.Campaigns, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Accounts, a.Accounts), cmp.Compare(a.Label, b.Label))
	})
	s.Malicious = all.row("malicious", benign.SaidBlock)
	return s
}

func (t *Tally) row(label traffic.Label, falselyBlocked uint64) Row {
	w := Row{
		Label: label, Requests: t.Requests, Accounts: t.Accounts, Allowed: t.Allowed, Blocked: t.Blocked,
		FailOpen: t.Accounts - t.Allowed - t.Blocked, saidBlock: t.SaidBlock,
	}
	if label == traffic.Benign {
		return w
	}
	w.Leaks = t.Accounts - t.Blocked
	w.LeakRate, w.Bound = ratio(w.Leaks, t.Accounts), upperBound(w.Leaks, t.Accounts)
	w.Recall = ratio(t.SaidBlock, t.Accounts)
	w.Precision = ratio(t.SaidBlock, t.SaidBlock+falselyBlocked)
	if sum := w.Precision + w.Recall; sum > 0 {
		w.F1 = 2 * w.Precision * w.Recall / sum
	}
	if t.Caught != nil && t.First != nil {
		w.Caught, w.CaughtAmong, w.CaughtWithin = true, t.Caught.Among, t.Caught.Due-t.First.Due
	}
	return w
}

// Proof is whether a run shows that a receiver leaks less than is allowed.
type Proof string

// The proofs.
const (
	Proven    Proof = "proven"     // the bound is under the limit
	Disproven Proof = "leaks"      // the rate seen is over it
	NotProven Proof = "not proven" // the rate seen is under it, and the bound is not: too few samples
)

// Prove holds the malicious accounts against a limit for the leak rate. Needed is how many would do if the rate stays
// what it is, zero if no number would.
func (s *Score) Prove(limit float64) (proof Proof, needed uint64) {
	m := &s.Malicious
	switch {
	case m.Accounts > 0 && m.Bound < limit:
		return Proven, 0
	case m.Accounts > 0 && m.LeakRate > limit:
		return Disproven, 0
	}
	return NotProven, samplesNeeded(m.Leaks, m.Accounts, limit)
}

// Timing is how a run stood against the deadline.
type Timing struct {
	Deadline time.Duration `json:"deadline_ns"`
	clock.Quantiles
	HeadRoom  float64 `json:"head_room"` // of the deadline, left at p99.9; negative if it is past
	Late      uint64  `json:"late"`
	LateRight uint64  `json:"late_right"`
	OwnLate   uint64  `json:"own_late"` // late only because chatcb sent them late
	// Scheduled and Sent are rates: what was due, and what left, in requests per second.
	Scheduled float64 `json:"asked_per_second"`
	Sent      float64 `json:"sent_per_second"`
	// Behind says that chatcb itself did not keep up: it was so late that it changed a verdict about the deadline, or could
	// easily have.
	Behind    bool          `json:"behind"`
	OwnP50    time.Duration `json:"own_lateness_p50_ns"`
	OwnP99    time.Duration `json:"own_lateness_p99_ns"`
	OwnMax    time.Duration `json:"own_lateness_max_ns"`
	Waited    uint64        `json:"waited"` // requests that had to wait for a connection
	WaitedMax time.Duration `json:"waited_max_ns"`
	// Busy says that chatcb took nearly all processors of its machine: requests may have left later than it could see, since
	// nothing tells how long a processor was waited for.
	Busy bool `json:"busy"`
}

// behindShare is how late chatcb may be at the 99th percentile, as a share of the deadline, before a run says that it fell
// behind: less hardly ever changes what becomes of a request.
const behindShare = 0.05

// busyShare is the share of all processors from which on they may be waited for.
const busyShare = 0.8

// Timing reads the times of the run.
func (r *Result) Timing() Timing {
	c := Timing{
		Deadline: r.Plan.Deadline, Quantiles: r.Latency.Quantiles(), Late: r.Late, LateRight: r.LateRight, OwnLate: r.OwnLate,
		OwnP50: r.Lateness.Quantile(0.5), OwnP99: r.Lateness.Quantile(0.99), OwnMax: r.Lateness.Max(),
		Waited: r.Waiting.N(), WaitedMax: r.Waiting.Max(),
	}
	if c.Deadline > 0 {
		c.HeadRoom = 1 - float64(c.P999)/float64(c.Deadline)
	}
	took, scheduled := r.Took-r.Plan.WarmUp, r.Plan.Last-r.Plan.Number
	switch {
	case r.Stopped > 0:
		took, scheduled = r.Due(), r.Scheduled
	case r.Plan.Duration > 0 && r.LastSent > 0: // the last answers are waited for, and nothing is sent meanwhile
		took = max(r.Due(), r.LastSent-r.Plan.WarmUp)
	}
	c.Sent = float64(r.Requests) / max(took, 1).Seconds()
	c.Scheduled = float64(scheduled) / r.Due().Seconds()
	c.Behind = r.Plan.Loop == "open" && (c.OwnLate > 0 || float64(c.OwnP99) > behindShare*float64(c.Deadline))
	c.Busy = r.Plan.Loop == "open" && r.Processors > busyShare
	return c
}

// Thresholds are what a run must keep to; those that are zero set no limit. The leak rate has its own: see [Score.Prove].
type Thresholds struct {
	P99     time.Duration  `flag:"max-p99" atleast:"0"` // of latency
	P999    time.Duration  `flag:"max-p999" atleast:"0"`
	Blocked keyvalue.Limit `flag:"max-blocked"` // share of benign accounts that are blocked by mistake
	LetIn   keyvalue.Limit `flag:"max-let-in"`  // share of all accounts that are let in by default
}

// Measure is what a threshold is for.
type Measure string

// The measures.
const (
	MeasureP99     Measure = "p99"
	MeasureP999    Measure = "p999"
	MeasureBlocked Measure = "blocked"
	MeasureLetIn   Measure = "let-in"
)

// IsTime reports whether it is measured in nanoseconds, else in shares.
func (m Measure) IsTime() bool { return m == MeasureP99 || m == MeasureP999 }

// Held is a threshold, and how a run stands against it. Quantiles are in nanoseconds, and held by their estimate; shares
// by their bound with 95 % confidence, so that few samples prove nothing.
type Held struct {
	Measure Measure `json:"measure"`
	Max     float64 `json:"max"`
	Got     float64 `json:"got"`
	Kept    bool    `json:"kept"`
}

// Hold holds the run against thresholds.
func (r *Result) Hold(t Thresholds) []Held {
	blocked, sum := 0.0, new(Tally) // where there is nobody to be blocked by mistake, nobody is
	for label, tally := range r.Labels {
		if add(sum, tally); !label.Malicious() {
			blocked = upperBound(tally.Blocked, tally.Accounts)
		}
	}
	held := slices.DeleteFunc([]Held{
		{Measure: MeasureP99, Max: float64(t.P99), Got: float64(r.Latency.Quantile(0.99))},
		{Measure: MeasureP999, Max: float64(t.P999), Got: float64(r.Latency.Quantile(0.999))},
		{Measure: MeasureBlocked, Max: float64(t.Blocked), Got: blocked},
		{Measure: MeasureLetIn, Max: float64(t.LetIn), Got: upperBound(sum.Opened(), sum.Accounts)},
	}, func(h Held) bool { return h.Max <= 0 })
	for i := range held {
		held[i].Kept = held[i].Got <= held[i].Max
	}
	return held
}
