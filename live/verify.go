package live

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/internal/rawjson"
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
	Outcome Outcome
	Found   int
	Min     int
	Max     int // below 0: no limit
	Evicted uint64
	Near    []NearMiss // of an unmet minimum
}

// NearMiss is an exchange for which all terms but one held.
type NearMiss struct {
	Event *Event
	Term  string // which did not
}

// maxNear bounds the near misses that are told.
const maxNear = 5

// Verify counts the exchanges after a cursor for which all terms hold. Max below 0 is no limit.
func (l *Log) Verify(after Cursor, terms Terms, low, high int) Verification {
	v := Verification{Min: low, Max: high}
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
	var near []NearMiss
	all, _, _ := l.selected(after, nil, 0)
	for _, e := range slices.Backward(all) {
		if failed := terms.unmet(e, 2); len(failed) == 1 {
			if near = append(near, NearMiss{e, failed[0]}); len(near) == maxNear {
				break
			}
		}
	}
	return near
}

// verify answers met, unmet or inconclusive: count=N is exactly, min=N and max=N bound, and without them one is enough.
func (a *admin) verify(w http.ResponseWriter, r *http.Request) {
	q, ok := a.query(w, r)
	if !ok {
		return
	}
	p := r.URL.Query()
	low, high := 1, -1
	if p.Has("count") {
		low, high = q.count, q.count
	} else if p.Has("max") {
		low = 0
	}
	minimum, err := number(p, "min", low, 0, math.MaxInt32)
	maximum, err2 := number(p, "max", high, 0, math.MaxInt32)
	if err = cmp.Or(err, err2); err != nil {
		Problem(w, http.StatusBadRequest, "%v", err)
		return
	}
	v := a.Verify(q.after, q.terms, minimum, maximum)
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(v.append(nil), '\n'))
}

func (v *Verification) append(b []byte) []byte {
	b = rawjson.AppendString(append(b, `{"outcome":`...), string(v.Outcome))
	b = strconv.AppendInt(append(b, `,"found":`...), int64(v.Found), 10)
	b = strconv.AppendInt(append(b, `,"min":`...), int64(v.Min), 10)
	b = append(b, `,"max":`...)
	if v.Max < 0 {
		b = append(b, "null"...)
	} else {
		b = strconv.AppendInt(b, int64(v.Max), 10)
	}
	b = strconv.AppendUint(append(b, `,"evicted":`...), v.Evicted, 10)
	b = append(b, `,"near_misses":[`...)
	for i := range v.Near {
		if i > 0 {
			b = append(b, ',')
		}
		b = rawjson.AppendString(append(b, `{"failed":`...), v.Near[i].Term)
		b = v.Near[i].Event.appendSummary(append(b, `,"exchange":`...))
		b = append(b, '}')
	}
	return append(b, "]}"...)
}
