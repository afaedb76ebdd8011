// Package score counts what became of the accounts of all requests, and says what that proves.
//
// A [Result] takes the events of a run in constant memory. It can be written to a file, and the results of a run's shards
// merge into that of the whole. [Result.Score] holds it against the labels, [Result.Timing] against the deadline, and
// [Result.Compare] against an earlier run.
package score

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// resultVersion is the version of the shape of a result in a file.
const resultVersion = 2

// Plan is what a run was to do: the same for all shards of a run.
type Plan struct {
	Target   string        `json:"target"`
	Seed     uint64        `json:"seed"`
	World    string        `json:"world"` // a digest of everything about the world but its seed
	Load     string        `json:"load"`
	Loop     string        `json:"loop"` // "open", or "closed loop, 4 at a time"
	WarmUp   time.Duration `json:"warm_up_ns"`
	Count    uint64        `json:"count"`
	Duration time.Duration `json:"duration_ns"`
	Shards   uint64        `json:"shards"`
	Deadline time.Duration `json:"deadline_ns"`
	Assume   string        `json:"assume,omitempty"`
	// Number and Last are the numbers of the first request that counts, and of the one after the last.
	Number uint64 `json:"first"`
	Last   uint64 `json:"end"`
}

// Setup is what a run was made from, so that another can be made from it. What the plan says it leaves out.
type Setup struct {
	World traffic.World `json:"world"`
	Load  string        `json:"load"` // as in [load.Load]
	Rate  float64       `json:"rate"`
	Jobs  int           `json:"jobs"` // of a closed loop
}

// Result is what a run found. Its memory does not grow with the length of the run, it can be written to a file, and the
// results of a run's shards merge into that of the whole.
type Result struct {
	Version int           `json:"version"`
	Plan    Plan          `json:"plan" add:"-"`
	Setup   *Setup        `json:"setup,omitempty" add:"-"` // nil where it is not known
	Shards  []uint64      `json:"shards"`                  // which of the plan's
	Started time.Time     `json:"started" add:"-"`
	Took    time.Duration `json:"took_ns"` // the longest of the shards'
	// LastSent is when the last request of an open loop left, of any shard. Answers may take long after that.
	LastSent time.Duration `json:"last_sent_ns,omitempty"`
	// Stopped is when an interrupted run sent its last, and Scheduled how many requests of the whole stream that count were
	// due by then. Both are zero if all of the plan was due.
	Stopped   time.Duration `json:"stopped_ns,omitempty" add:"-"`
	Scheduled uint64        `json:"scheduled,omitempty" add:"-"`
	Pacing    load.Pacing   `json:"pacing"`
	// Processors is how much of all processors of its machine chatcb took, from 0 to 1; of shards the most. Zero is not known.
	Processors float64 `json:"processors,omitempty"`

	Requests    uint64 `json:"requests"` // that count
	Warm        uint64 `json:"warm"`     // sent in the warm-up; nothing else counts them
	Interrupted bool   `json:"interrupted"`
	Unreached   uint64 `json:"unreached"`  // in which no connection came about
	Unanswered  uint64 `json:"unanswered"` // to which not one byte came back, the unreached ones too
	Late        uint64 `json:"late"`       // not answered by the deadline
	LateRight   uint64 `json:"late_right"` // of those, answers that would have been right in time
	OwnLate     uint64 `json:"own_late"`   // of those, answers that would have been in time had chatcb sent the request in time
	Opened      uint64 `json:"opened"`     // connections
	Resent      uint64 `json:"resent"`
	Assumed     uint64 `json:"assumed"` // verdicts that rest on an assumption

	Labels   map[traffic.Label]*Tally `json:"labels"`
	Latency  clock.Histogram          `json:"latency"`  // from when due to the last byte
	Effects  Effects                  `json:"effects"`  // the same, by what became of the request's first account
	Phases   Phases                   `json:"phases"`   // parts of it
	Lateness clock.Histogram          `json:"lateness"` // of chatcb's own
	Waiting  clock.Histogram          `json:"waiting"`  // for a free connection, of those requests that had to
	Timeline Timeline                 `json:"timeline"`
	Wire     Series[Wire]             `json:"wire"`     // by when it happened
	Findings map[string]*Finding      `json:"findings"` // by rule
	Examples Examples                 `json:"examples"`
}

// Effects are times by what became of an account.
type Effects struct {
	Allowed  clock.Histogram `json:"allowed"`
	Blocked  clock.Histogram `json:"blocked"`
	FailOpen clock.Histogram `json:"fail-open"`
}

// Of are the times of one outcome.
func (e *Effects) Of(o Outcome) *clock.Histogram {
	switch o {
	case Allowed:
		return &e.Allowed
	case Blocked:
		return &e.Blocked
	}
	return &e.FailOpen
}

// All are the times by the names of the outcomes.
func (e *Effects) All() map[string]*clock.Histogram {
	return map[string]*clock.Histogram{string(Allowed): &e.Allowed, string(Blocked): &e.Blocked, string(FailOpen): &e.FailOpen}
}

// Phases are the parts of the time that a request takes.
type Phases struct {
	Connect clock.Histogram `json:"connect"` // DNS, connecting and TLS, of new connections
	Read    clock.Histogram `json:"read"`    // from the first byte to the last
	Think   clock.Histogram `json:"think"`   // from when it was handed to the system to the first byte
	Write   clock.Histogram `json:"write"`   // until it was handed to the system
}

// All are the times by the names of the phases.
func (p *Phases) All() map[string]*clock.Histogram {
	return map[string]*clock.Histogram{"connect": &p.Connect, "read": &p.Read, "think": &p.Think, "write": &p.Write}
}

// Silent reports whether nothing ever came back: there is no backend, or none that answers.
func (r *Result) Silent() bool { return r.Requests > 0 && r.Unanswered == r.Requests }

// Tally counts what became of the accounts under one label.
type Tally struct {
	Requests  uint64                    `json:"requests"`
	Accounts  uint64                    `json:"accounts"`
	Allowed   uint64                    `json:"allowed"` // as said
	Blocked   uint64                    `json:"blocked"`
	FailOpen  map[callback.Cause]uint64 `json:"fail_open"`  // allowed by default
	SaidAllow uint64                    `json:"said_allow"` // whatever the effect
	SaidBlock uint64                    `json:"said_block"`
	First     *Position                 `json:"first"` // the first request
	Caught    *Position                 `json:"caught,omitempty"`
	Over      Series[Fates]             `json:"over_time"` // as the timeline
}

// Opened is how many accounts were allowed by default.
func (t *Tally) Opened() (sum uint64) {
	for _, n := range t.FailOpen {
		sum += n
	}
	return sum
}

// Position is a request and when it was due.
type Position struct {
	Number uint64        `json:"number"`
	Due    time.Duration `json:"due_ns"`
	// Among is how many requests of its label there were in the whole stream up to this one, it included. It is set for
	// those caught.
	Among uint64 `json:"among,omitempty"`
}

// Finding is how often a rule was broken.
type Finding struct {
	Level   rule.Level `json:"level"`
	Fails   bool       `json:"fails"`
	Count   uint64     `json:"count"`
	Number  uint64     `json:"first"` // the lowest number of a request that it happened to
	Message string     `json:"message"`
	// First is that one, which a file does not have.
	First rule.Finding `json:"-"`
}

// NewResult is the result of nothing yet.
func NewResult() *Result {
	return &Result{Version: resultVersion, Labels: map[traffic.Label]*Tally{}, Findings: map[string]*Finding{}}
}

// tally returns the tally of a label, which is made at its first request.
func (r *Result) tally(label traffic.Label) *Tally {
	t := r.Labels[label]
	if t == nil {
		t = &Tally{FailOpen: map[callback.Cause]uint64{}}
		r.Labels[label] = t
	}
	return t
}
