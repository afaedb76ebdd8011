package score

import (
	"time"

	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/simulate/traffic"
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
	all := []Held{}
	hold := func(m Measure, limit float64, got func() float64) {
		if limit > 0 {
			h := Held{Measure: m, Max: limit, Got: got()}
			h.Kept = h.Got <= limit
			all = append(all, h)
		}
	}
	quantile := func(q float64) func() float64 {
		return func() float64 { return float64(r.Latency.Quantile(q)) }
	}
	hold(MeasureP99, float64(t.P99), quantile(0.99))
	hold(MeasureP999, float64(t.P999), quantile(0.999))
	hold(MeasureBlocked, float64(t.Blocked), func() float64 {
		benign := r.Labels[traffic.Benign]
		if benign == nil {
			return 0 // there is nobody to be blocked by mistake
		}
		return upperBound(benign.Blocked, benign.Accounts)
	})
	hold(MeasureLetIn, float64(t.LetIn), func() float64 {
		sum := new(Tally)
		for _, tally := range r.Labels {
			add(sum, tally)
		}
		return upperBound(sum.Opened(), sum.Accounts)
	})
	return all
}
