package live

import (
	"io"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
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
	outcome    outcome
	unreadable uint64
	refused    uint64
	faulty     uint64
	unanswered uint64
	unkept     uint64
	guarded    uint64
	unguarded  uint64
	findings   [3]uint64 // fail, warn, note
	changed    uint64    // accounts over which the shadow policy decides otherwise
	late       uint64    // answers that took more than two seconds
	buckets    [len(latencyBounds) + 1]uint64
	took       time.Duration
}

func (m *metrics) add(e *Event) {
	m.exchanges++
	if d := e.Decided; d != nil {
		m.allowed, m.denied, m.changed = m.allowed+uint64(d.Accounts-d.Denied), m.denied+uint64(d.Denied), m.changed+uint64(d.Changed)
	} else {
		for _, v := range e.Judgement().Verdicts {
			count(&m.allowed, v.Effect == conformance.Allow)
			count(&m.denied, v.Effect == conformance.Block)
		}
	}
	count(&m.other, e.Callback != "")
	count(&m.unreadable, e.Unreadable != "")
	count(&m.refused, e.Refused != "")
	count(&m.faulty, len(e.Faults) > 0)
	count(&m.unanswered, e.Unanswered)
	count(&m.guarded, e.Guarded)
	count(&m.unguarded, e.Unguarded)
	count(&m.unkept, e.Unkept != "")
	count(&m.late, e.Took > callback.Deadline)
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
	return Counts{
		Exchanges: m.exchanges, Other: m.other, Allowed: m.allowed, Denied: m.denied, FailOpen: m.outcome.failOpen, Leaks: m.outcome.leaks,
		ShutOut: m.outcome.shutOut, Unreadable: m.unreadable, Refused: m.refused, Faulty: m.faulty,
		Unanswered: m.unanswered, Unkept: m.unkept, Guarded: m.guarded, Unguarded: m.unguarded, Late: m.late, Changed: m.changed, Fails: m.findings[0], Warns: m.findings[1], Notes: m.findings[2],
		Kept: uint64(r.next - r.first), Bytes: uint64(r.bytes), Evicted: uint64(r.first - min(m.since, r.first)),
	}
}

// WriteMetrics writes the counts in the text format of Prometheus.
func (l *Log) WriteMetrics(w io.Writer) error {
	c := l.Counts()
	l.ring.mu.Lock()
	m := l.ring.metrics
	l.ring.mu.Unlock()
	var b []byte
	family := func(name, kind, help string) {
		b = append(b, "# HELP chatcb_"+name+" "+help+"\n# TYPE chatcb_"+name+" "+kind+"\n"...)
	}
	sample := func(name, labels string, value uint64) {
		b = append(b, "chatcb_"+name+labels+" "...)
		b = append(strconv.AppendUint(b, value, 10), '\n')
	}
	single := func(name, kind, help string, value uint64) {
		family(name, kind, help)
		sample(name, "", value)
	}
	single("exchanges_total", "counter", "Requests received.", c.Exchanges)
	single("other_callbacks_total", "counter", "Requests of other callbacks of the app, which are not judged.", c.Other)
	family("accounts_total", "counter", "Accounts decided over, by decision.")
	sample("accounts_total", `{decision="allow"}`, c.Allowed)
	sample("accounts_total", `{decision="deny"}`, c.Denied)
	single("fail_open_total", "counter", "Accounts that Chat adds for want of a valid answer.", c.FailOpen)
	single("leaks_total", "counter", "Accounts that were denied, and that Chat adds.", c.Leaks)
	single("shut_out_total", "counter", "Accounts that were allowed, and that Chat blocks.", c.ShutOut)
	single("unreadable_total", "counter", "Requests whose accounts could not be read.", c.Unreadable)
	single("refused_total", "counter", "Requests that a strict server refused.", c.Refused)
	single("faulty_total", "counter", "Exchanges on which a fault acted.", c.Faulty)
	single("unanswered_total", "counter", "Requests without an answer.", c.Unanswered)
	single("unkept_total", "counter", "Exchanges that could not be written down.", c.Unkept)
	single("guarded_total", "counter", "Answers that the guard of a recording proxy gave.", c.Guarded)
	single("unguarded_total", "counter", "Answers that the guard had to let go although accounts may get through by them.", c.Unguarded)
	single("late_total", "counter", "Answers after the two seconds that Chat waits.", c.Late)
	single("shadow_changes_total", "counter", "Accounts over which the shadow policy decides otherwise.", c.Changed)
	family("findings_total", "counter", "Findings on requests, by level.")
	sample("findings_total", `{level="fail"}`, c.Fails)
	sample("findings_total", `{level="warn"}`, c.Warns)
	sample("findings_total", `{level="note"}`, c.Notes)
	single("kept", "gauge", "Exchanges in memory.", c.Kept)
	single("kept_bytes", "gauge", "Bytes of the exchanges in memory.", c.Bytes)
	single("evicted_total", "counter", "Exchanges that are forgotten.", c.Evicted)
	family("answer_seconds", "histogram", "Time until the answer, in seconds.")
	total := uint64(0)
	for i, bound := range latencyBounds {
		total += m.buckets[i]
		sample("answer_seconds_bucket", `{le="`+strconv.FormatFloat(bound.Seconds(), 'g', -1, 64)+`"}`, total)
	}
	sample("answer_seconds_bucket", `{le="+Inf"}`, m.exchanges)
	b = append(b, "chatcb_answer_seconds_sum "...)
	b = append(strconv.AppendFloat(b, m.took.Seconds(), 'g', -1, 64), '\n')
	sample("answer_seconds_count", "", m.exchanges)
	_, err := w.Write(b)
	return err
}
