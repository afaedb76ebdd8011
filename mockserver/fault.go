package mockserver

import (
	"crypto/tls"
	"iter"
	"slices"
	"time"

	"github.com/chatcb/chatcb/internal/nearest"
)

// Fault is one way to misbehave: an element of a table, its settings as data and one small function.
type Fault struct {
	ID    string // kebab-case
	Group string // what it is about, such as wire, STS, SEC, or legal for what must not be minded
	Title string // what the receiver does
	// Takes is what may stand after ID=, such as STATUS; "" where nothing may.
	Takes string
	// Fires are the ids of what must notice it: rules that judge its answer to the page's sample request, and scenarios.
	// An element of the group legal has none.
	Fires []string
	// Denied says that Fires is about a sample whose accounts were to be blocked, Allowed that they were to be allowed.
	Denied, Allowed bool
	// Hostile says that Fires is about the answers to requests that are no legal ones.
	Hostile bool

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

// faults is every fault there is.
var faults = slices.Concat(
	wireFaults, headerZoo, jsonZoo, memberZoo, typeZoo, valueZoo, itemZoo, textZoo, realZoo,
	framingZoo, securityZoo, signZoo, fieldZoo, hostileZoo, decisionZoo, loadZoo, tlsZoo, legalZoo,
)

// Faults lists the faults that a script can name.
func Faults() iter.Seq[*Fault] { return slices.Values(faults) }

// FaultByID finds a fault.
func FaultByID(id string) (*Fault, bool) {
	for _, f := range faults {
		if f.ID == id {
			return f, true
		}
	}
	return nil, false
}

func noFault(id string) string {
	ids := []string{"ok", "median", "p99"}
	for _, f := range faults {
		ids = append(ids, f.ID)
	}
	return "no fault " + `"` + id + `"` + nearest.Hint(id, ids)
}
