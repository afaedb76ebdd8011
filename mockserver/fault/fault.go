// Package fault is how a mock server misbehaves: a table of broken receivers, each broken in one way, and the scripts that
// say which of them acts when.
//
// [All] lists the table, [Parse] reads a script, [Script.Start] has it run as a [Plan]. A fault acts on a [Handling]: one
// request that a receiver is at work on. What acted on an exchange is an [Injection], with all that it takes to repeat it;
// [Recorded] does that for a whole capture.
package fault

import (
	"crypto/tls"
	"iter"
	"slices"
	"time"

	"github.com/chatcb/chatcb/internal/nearest"
)

// Fault is one way to misbehave: an element of the table in faults.yaml, and at most one small function.
type Fault struct {
	ID    string `yaml:"id"`    // kebab-case
	Group string `yaml:"group"` // what it is about, such as wire, STS, SEC, or legal for what must not be minded
	Title string `yaml:"title"` // what the receiver does
	// Takes is what may stand after ID=, such as STATUS; "" where nothing may.
	Takes string `yaml:"takes"`
	// Fires are the ids of what must notice it: rules that judge its answer to the page's sample request, and scenarios.
	// An element of the group legal has none.
	Fires []string `yaml:"fires"`
	// Denied says that Fires is about a sample whose accounts were to be blocked, Allowed that they were to be allowed.
	Denied  bool `yaml:"denied"`
	Allowed bool `yaml:"allowed"`
	// Hostile says that Fires is about the answers to requests that are no legal ones.
	Hostile bool `yaml:"hostile"`

	set     func(*settings) string            // checks and completes what was set; says what is wrong
	checks  map[string]func(*Handling) string // instead of those of a conforming receiver; nil for none
	receive func(*Handling, *hit)             // before the request is read
	answer  func(*Handling, *hit)             // changes the answer of a conforming receiver
	secure  func(*act, *tls.Config) error     // changes what a handshake is made with; such a fault counts handshakes
	state   func() any                        // what the receiver remembers between exchanges
}

// settings is what a script sets of a fault.
type settings struct {
	value     string // after ID=
	number    int64
	low, high time.Duration
	median    time.Duration
	p99       time.Duration
	samples   []time.Duration
}

// All lists the faults that a script can name.
func All() iter.Seq[*Fault] { return slices.Values(faults()) }

// ByID finds a fault.
func ByID(id string) (*Fault, bool) {
	for _, f := range faults() {
		if f.ID == id {
			return f, true
		}
	}
	return nil, false
}

func noFault(id string) string {
	ids := []string{"ok", "median", "p99"}
	for _, f := range faults() {
		ids = append(ids, f.ID)
	}
	return "no fault " + `"` + id + `"` + nearest.Hint(id, ids)
}
