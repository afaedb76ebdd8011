package score

import (
	"slices"
	"time"

	"github.com/chatcb/chatcb/internal/keyvalue"
)

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
