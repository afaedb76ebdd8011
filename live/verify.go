package live

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
)

// Outcome is what a verification came to.
type Outcome string

// The outcomes. Where exchanges are forgotten, or were lost before they could be looked at, a number is only known to be
// at least what was found; what that does not settle is inconclusive.
const (
	Met          Outcome = "met"
	Unmet        Outcome = "unmet"
	Inconclusive Outcome = "inconclusive"
)

// Verification is how many exchanges fit, against how many were to.
type Verification struct {
	Outcome Outcome    `json:"outcome"`
	Found   int        `json:"found"`
	Min     int        `json:"min"`
	Max     *int       `json:"max"` // nil: no limit
	Evicted uint64     `json:"evicted"`
	Near    []NearMiss `json:"near_misses"` // of an unmet minimum
}

// NearMiss is an exchange for which all terms but one held.
type NearMiss struct {
	Term     string          `json:"failed"`   // which did not
	Exchange json.RawMessage `json:"exchange"` // its summary
}

// maxNear bounds the near misses that are told.
const maxNear = 5

// Verify counts the exchanges after a cursor for which all terms hold. High below 0 is no limit.
func (l *Log) Verify(after Cursor, terms Terms, low, high int) Verification {
	v := Verification{Min: low, Near: []NearMiss{}}
	if high >= 0 {
		v.Max = &high
	}
	found, _, lost := l.selected(after, terms, 0)
	v.Found, v.Evicted = len(found), lost
	switch {
	case high >= 0 && v.Found > high:
		v.Outcome = Unmet
	case lost > 0 && (v.Found < low || high >= 0):
		v.Outcome = Inconclusive
	case v.Found < low:
		v.Outcome = Unmet
	default:
		v.Outcome = Met
	}
	if v.Found < low {
		v.Near = l.nearMisses(after, terms)
	}
	return v
}

// nearMisses are the latest exchanges that one term kept from fitting.
func (l *Log) nearMisses(after Cursor, terms Terms) []NearMiss {
	near := []NearMiss{}
	all, _, _ := l.selected(after, Terms{}, 0)
	for _, e := range slices.Backward(all) {
		if failed := terms.unmet(e, 2); len(failed) == 1 {
			if near = append(near, NearMiss{failed[0], e.appendSummary(nil)}); len(near) == maxNear {
				break
			}
		}
	}
	return near
}

// verify answers met, unmet or inconclusive: count=N is exactly, min=N and max=N bound, and without them one is enough.
func (a *admin) verify(w http.ResponseWriter, r *http.Request) error {
	q, err := a.query(r)
	if err != nil {
		return err
	}
	p := parameters{Values: r.URL.Query()}
	low, high := 1, -1
	if p.Has("count") {
		low, high = q.count, q.count
	} else if p.Has("max") {
		low = 0
	}
	low, high = p.number("min", low, 0, math.MaxInt32), p.number("max", high, 0, math.MaxInt32)
	if p.err != nil {
		return p.err
	}
	return Reply(w, a.Verify(q.after, q.terms, low, high))
}
