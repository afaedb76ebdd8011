// Package stats counts what a capture holds.
package stats

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/clock"
)

// Counts counts what a capture holds. Its memory does not grow with the number of exchanges. The zero value is ready.
type Counts struct {
	Exchanges int
	Accounts  int
	Allowed   int
	Blocked   int
	FailOpen  int // allowed although the receiver did not say so
	Assumed   int // verdicts that rest on an assumption
	Unread    int // requests that cannot be read: they ask about nobody
	Other     int // requests of other callbacks of the app, of which nothing is judged
	Unknown   int // requests of which it is not known what was answered; they have no verdicts, and no status
	Sent      int64
	Received  int64     // bytes
	First     time.Time // of the earliest exchange, and Last of the latest
	Last      time.Time
	Causes    map[callback.Cause]int
	Statuses  map[int]int // by HTTP status; 0 for none
	Rules     map[string]int
	Latency   clock.Histogram // of the answers that came
}

// Add counts an exchange that was judged. Err is what keeps its request from being read, or nil.
func (s *Counts) Add(x *exchange.Exchange, judged *conformance.Judging, err error) {
	j := &judged.Judgement
	if s.Causes == nil {
		s.Causes, s.Statuses, s.Rules = map[callback.Cause]int{}, map[int]int{}, map[string]int{}
	}
	if s.Exchanges == 0 || x.Start.Before(s.First) {
		s.First = x.Start
	}
	if s.Exchanges == 0 || x.Start.After(s.Last) {
		s.Last = x.Start
	}
	s.Exchanges++
	switch {
	case judged.Request.Other != "":
		s.Other++
	case err != nil:
		s.Unread++
	}
	s.Sent += int64(len(x.Sent))
	s.Received += int64(len(x.Received))
	if x.Answered() {
		s.Statuses[x.Answer.Status]++
	} else {
		s.Unknown++
	}
	if x.Answer.Status != 0 && x.Phases.LastByte > 0 {
		s.Latency.Add(x.Phases.LastByte)
	}
	for i := range j.Verdicts {
		s.verdict(&j.Verdicts[i])
	}
	for i := range j.Findings {
		s.Rules[j.Findings[i].Rule.ID]++
	}
}

func (s *Counts) verdict(v *conformance.Verdict) {
	s.Accounts++
	s.Causes[v.Cause]++
	if v.Effect == conformance.Block {
		s.Blocked++
	} else {
		s.Allowed++
	}
	if v.FailOpen() {
		s.FailOpen++
	}
	if v.Basis == conformance.Assumed {
		s.Assumed++
	}
}
