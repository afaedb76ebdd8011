package live

import (
	"maps"
	"reflect"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
)

// latencyBounds are the upper bounds of the buckets of the latency picture; Chat waits two seconds.
var latencyBounds = [...]time.Duration{
	time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond,
	250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second,
}

// Counts are what passed since the log was made or reset: of a server, what it did since it was started or reset. As a scraper
// reads it, a count that has one of the other keys is called metric, or as in JSON with _total behind it, with the label if there
// is one; by says what it is split by: "cause?" is a cause or none. Help is there where a name stands for the first time.
type Counts struct {
	Exchanges  uint64 `json:"exchanges" help:"Requests received."`
	Allowed    uint64 `json:"allowed" metric:"accounts_total" label:"decision=allow" help:"Accounts decided over, by decision."`
	Denied     uint64 `json:"denied" metric:"accounts_total" label:"decision=deny"`
	Blocked    uint64 `json:"blocked"` // accounts that Chat does not add, whatever was decided
	FailOpen   uint64 `json:"fail_open" by:"cause" help:"Accounts that Chat adds for want of a valid answer."`
	Leaks      uint64 `json:"leaks" by:"cause" help:"Accounts that were to be blocked, by a policy or an expectation, and that Chat adds."`
	ShutOut    uint64 `json:"shut_out" by:"cause" help:"Accounts that were to be allowed, and that Chat blocks."`
	Other      uint64 `json:"other" metric:"other_callbacks_total" help:"Requests of other callbacks of the app, which are not judged."`
	Unreadable uint64 `json:"unreadable" help:"Requests whose accounts could not be read."`
	Refused    uint64 `json:"refused" help:"Requests that a strict server refused."`
	Faulty     uint64 `json:"faulty" help:"Exchanges on which a fault acted."`
	Unanswered uint64 `json:"unanswered" help:"Requests without an answer."`
	Unkept     uint64 `json:"unkept" help:"Exchanges that could not be written down."`
	Guarded    uint64 `json:"guarded" by:"cause" help:"Answers that the guard of a recording proxy gave."`
	Unguarded  uint64 `json:"unguarded" by:"cause?" help:"Answers that the guard had to let go although accounts may get through by them."`
	Late       uint64 `json:"late" by:"command" help:"Answers after the two seconds that Chat waits."`
	Changed    uint64 `json:"changed" metric:"shadow_changes_total" help:"Accounts over which the shadow policy decides otherwise."`
	Fails      uint64 `json:"fails" metric:"findings_total" label:"level=fail" help:"Findings on requests, by level."`
	Warns      uint64 `json:"warns" metric:"findings_total" label:"level=warn"`
	Notes      uint64 `json:"notes" metric:"findings_total" label:"level=note"`
	Kept       uint64 `json:"kept" metric:"kept" help:"Exchanges in memory."`
	Bytes      uint64 `json:"bytes" metric:"kept_bytes" help:"Bytes of the exchanges in memory."`
	Evicted    uint64 `json:"evicted" help:"Exchanges that are forgotten."`
}

// metrics are the counts and what else a scraper reads. What a ring holds, and the sums of outcome, are not in them before
// they are looked at.
type metrics struct {
	Counts
	since   Cursor
	outcome map[tallied]uint64
	buckets [len(latencyBounds) + 1]uint64
	took    time.Duration
}

func (m *metrics) add(e *Event, outcome []tallied) {
	m.Exchanges++
	for _, t := range outcome {
		if m.outcome == nil {
			m.outcome = map[tallied]uint64{}
		}
		m.outcome[t]++
	}
	d := e.Decided
	if d != nil {
		m.Allowed, m.Denied, m.Changed = m.Allowed+uint64(d.Accounts-d.Denied), m.Denied+uint64(d.Denied), m.Changed+uint64(d.Changed)
	}
	if d != nil && d.Plain {
		m.Blocked += uint64(d.Denied)
	} else {
		for _, v := range e.Judgement().Verdicts {
			count(&m.Allowed, d == nil && v.Effect == conformance.Allow)
			count(&m.Denied, d == nil && v.Effect == conformance.Block)
			count(&m.Blocked, v.Effect == conformance.Block)
		}
	}
	count(&m.Other, e.Callback != "")
	count(&m.Unreadable, e.Unreadable != "")
	count(&m.Refused, e.Refused != "")
	count(&m.Faulty, len(e.Faults) > 0)
	count(&m.Unanswered, e.Unanswered)
	count(&m.Unkept, e.Unkept != "")
	for i := range e.Findings {
		level := e.Findings[i].Level
		count(&m.Fails, level == rule.Fail)
		count(&m.Warns, level == rule.Warn)
		count(&m.Notes, level == rule.Note)
	}
	m.took += e.Took
	i := 0
	for i < len(latencyBounds) && e.Took > latencyBounds[i] {
		i++
	}
	m.buckets[i]++
}

func count(n *uint64, really bool) {
	if really {
		*n++
	}
}

// counted are the metrics as they are now.
func (l *Log) counted() metrics {
	l.look()
	defer l.mu.Unlock()
	m := l.metrics
	m.outcome = maps.Clone(m.outcome)
	for t, n := range m.outcome {
		sum := reflect.ValueOf(&m.Counts).Elem().FieldByName(string(t.family))
		sum.SetUint(sum.Uint() + n)
	}
	m.Kept, m.Bytes, m.Evicted = uint64(l.next-l.first), uint64(l.bytes), uint64(l.first-min(m.since, l.first))
	return m
}

// Counts returns the counts as they are now.
func (l *Log) Counts() Counts { return l.counted().Counts }
