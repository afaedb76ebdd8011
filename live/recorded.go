package live

import (
	"encoding/json"
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// recorded is the source of an event whose exchange was answered elsewhere, or at another time: one of a journal, of a
// proxy, or one whose ids were taken out.
type recorded struct {
	exchange       exchange.Exchange // without the bytes
	sent, received string
	body           string
	extra          []callback.Member
}

// EventOf makes an event of an exchange and of what is recorded with it. It shares no memory with them.
func (l *Log) EventOf(x *exchange.Exchange, extra []callback.Member) *Event {
	r := &recorded{exchange: *x, sent: string(x.Sent), received: string(x.Received), extra: append([]callback.Member(nil), extra...)}
	kept := &r.exchange
	kept.Sent, kept.Received, kept.Answer = nil, nil, x.Answer.Fresh()
	r.body = string(http1.Payload(x.Sent))
	e := &Event{Seq: x.Seq, Start: x.Start, Took: x.Phases.LastByte, Status: x.Answer.Status, Unanswered: len(x.Received) == 0}
	e.readExtra(extra)
	l.Attach(e, r)
	return e
}

// Attach makes e an event of the log, though not yet one that is in it, with what it is worked out from.
func (l *Log) Attach(e *Event, source Source) { e.source, e.config = source, &l.config }

// Body is the body of the request, out of its chunks.
func (r *recorded) Body() string { return r.body }

// Extra lists what is recorded with the exchange.
func (r *recorded) Extra(bool) []callback.Member { return r.extra }

// Record writes the exchange into x.
func (r *recorded) Record(x *exchange.Exchange) {
	sent, received := append(x.Sent[:0], r.sent...), append(x.Received[:0], r.received...)
	*x = r.exchange
	x.Sent, x.Received = sent, received
	x.ReadAnswer()
}

// Size is about how many bytes it takes.
func (r *recorded) Size() int {
	n := 512 + 2*len(r.sent) + len(r.received) + 4*len(r.body) // what is read from the body is not known yet
	for i := range r.extra {
		n += 32 + len(r.extra[i].Value)
	}
	return n
}

// readExtra reads what is recorded with the exchange into the fields of the event. What is no value of ours stays unread: a
// capture may have been edited.
func (e *Event) readExtra(extra []callback.Member) {
	var guard struct{ Cause callback.Cause }
	into := map[string]any{
		"client": &e.Remote, "callback": &e.Callback, "refused": &e.Refused, "unreadable": &e.Unreadable, "unkept": &e.Unkept, "guard": &guard,
	}
	for i := range extra {
		m := &extra[i]
		switch m.Name {
		case "request_findings":
			e.Findings = readFindings(m.Value)
		case "fault":
			e.Faults = readFaults(m.Value)
		case "unguarded":
			e.Unguarded = true
		default:
			if v, ours := into[m.Name]; ours {
				_ = json.Unmarshal([]byte(m.Value), v)
			}
		}
	}
	e.Guarded = guard.Cause
}

// readFaults reads the member fault: a part of a script, or a list of objects that each have one.
func readFaults(text string) []string {
	var one string
	if json.Unmarshal([]byte(text), &one) == nil {
		return []string{one}
	}
	var list []struct {
		Fault string `json:"fault"`
	}
	_ = json.Unmarshal([]byte(text), &list) // as above
	var faults []string
	for i := range list {
		faults = append(faults, list[i].Fault)
	}
	return faults
}

// readFindings reads the member request_findings.
func readFindings(text string) (found []rule.Finding) {
	var list []struct {
		Rule, Account, Expected, Received, Message string
		Level                                      rule.Level
	}
	_ = json.Unmarshal([]byte(text), &list) // as above
	for _, said := range list {
		if of, ok := conformance.RuleByID(said.Rule); ok {
			f := rule.Spelt(of, said.Level, said.Expected, said.Received, said.Message)
			f.Account = said.Account
			found = append(found, f)
		}
	}
	return slices.Clip(found)
}
