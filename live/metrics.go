package live

import (
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
)

// latencyBounds are the upper bounds of the buckets of the latency picture; Chat waits two seconds.
var latencyBounds = [...]time.Duration{
	time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond,
	250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second,
}

// metrics are counts since the server was started or reset.
type metrics struct {
	since      Cursor
	exchanges  uint64
	other      uint64 // callbacks
	allowed    uint64 // accounts
	denied     uint64 // accounts
	blocked    uint64 // accounts
	outcome    map[tallied]uint64
	unreadable uint64
	refused    uint64
	faulty     uint64
	unanswered uint64
	unkept     uint64
	findings   [3]uint64 // fail, warn, note
	changed    uint64    // accounts over which the shadow policy decides otherwise
	buckets    [len(latencyBounds) + 1]uint64
	took       time.Duration
}

func (m *metrics) add(e *Event, outcome []tallied) {
	m.exchanges++
	for _, t := range outcome {
		if m.outcome == nil {
			m.outcome = map[tallied]uint64{}
		}
		m.outcome[t]++
	}
	d := e.Decided
	if d != nil {
		m.allowed, m.denied, m.changed = m.allowed+uint64(d.Accounts-d.Denied), m.denied+uint64(d.Denied), m.changed+uint64(d.Changed)
	}
	if d != nil && d.Plain {
		m.blocked += uint64(d.Denied)
	} else {
		for _, v := range e.Judgement().Verdicts {
			count(&m.allowed, d == nil && v.Effect == conformance.Allow)
			count(&m.denied, d == nil && v.Effect == conformance.Block)
			count(&m.blocked, v.Effect == conformance.Block)
		}
	}
	count(&m.other, e.Callback != "")
	count(&m.unreadable, e.Unreadable != "")
	count(&m.refused, e.Refused != "")
	count(&m.faulty, len(e.Faults) > 0)
	count(&m.unanswered, e.Unanswered)
	count(&m.unkept, e.Unkept != "")
	for i := range e.Findings {
		switch e.Findings[i].Level {
		case rule.Fail:
			m.findings[0]++
		case rule.Warn:
			m.findings[1]++
		case rule.Note:
			m.findings[2]++
		}
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

// Counts are what passed since the log was made or reset: of a server, what it did since it was started or reset.
type Counts struct {
	Exchanges  uint64 `json:"exchanges"`
	Allowed    uint64 `json:"allowed"`    // accounts
	Denied     uint64 `json:"denied"`     // accounts
	Blocked    uint64 `json:"blocked"`    // accounts that Chat does not add, whatever was decided
	FailOpen   uint64 `json:"fail_open"`  // accounts that Chat adds for want of a valid answer, whatever was decided
	Leaks      uint64 `json:"leaks"`      // accounts that were denied, and that Chat adds
	ShutOut    uint64 `json:"shut_out"`   // accounts that were allowed, and that Chat blocks
	Other      uint64 `json:"other"`      // requests of other callbacks of the app
	Unreadable uint64 `json:"unreadable"` // requests
	Refused    uint64 `json:"refused"`    // requests, by a strict server
	Faulty     uint64 `json:"faulty"`     // answers that a fault changed
	Unanswered uint64 `json:"unanswered"` // requests without an answer
	Unkept     uint64 `json:"unkept"`     // exchanges that could not be written down
	Guarded    uint64 `json:"guarded"`    // answers that a proxy's guard gave
	Unguarded  uint64 `json:"unguarded"`  // and those that it had to let go although accounts may get through by them
	Late       uint64 `json:"late"`       // answers after Chat's two seconds
	Changed    uint64 `json:"changed"`    // accounts over which the shadow policy decides otherwise
	Fails      uint64 `json:"fails"`      // findings on requests, by level
	Warns      uint64 `json:"warns"`
	Notes      uint64 `json:"notes"`
	Kept       uint64 `json:"kept"`    // exchanges in memory
	Bytes      uint64 `json:"bytes"`   // of them
	Evicted    uint64 `json:"evicted"` // exchanges that are forgotten
}

// Counts returns the counts as they are now.
func (l *Log) Counts() Counts {
	r := l.ring
	r.look()
	defer r.mu.Unlock()
	m := &r.metrics
	var sums [families]uint64
	for t, n := range m.outcome {
		sums[t.family] += n
	}
	return Counts{
		Exchanges: m.exchanges, Other: m.other, Allowed: m.allowed, Denied: m.denied, Blocked: m.blocked,
		FailOpen: sums[failOpen], Leaks: sums[leaked], ShutOut: sums[shutOut], Guarded: sums[guarded], Unguarded: sums[unguarded],
		Late: sums[late], Unreadable: m.unreadable, Refused: m.refused, Faulty: m.faulty, Unanswered: m.unanswered, Unkept: m.unkept,
		Changed: m.changed, Fails: m.findings[0], Warns: m.findings[1], Notes: m.findings[2],
		Kept: uint64(r.next - r.first), Bytes: uint64(r.bytes), Evicted: uint64(r.first - min(m.since, r.first)),
	}
}
