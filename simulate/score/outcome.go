package score

import "github.com/chatcb/chatcb/conformance"

// Outcome is what became of an account.
type Outcome string

// The outcomes.
const (
	Allowed  Outcome = "allowed"
	Blocked  Outcome = "blocked"
	FailOpen Outcome = "fail-open"
)

func OutcomeOf(v *conformance.Verdict) Outcome {
	switch {
	case v.Effect == conformance.Block:
		return Blocked
	case v.FailOpen():
		return FailOpen
	}
	return Allowed
}

// Phase is a part of the time that a request takes.
type Phase string

// The phases.
const (
	PhaseConnect Phase = "connect" // DNS, connecting and TLS, of new connections
	PhaseWrite   Phase = "write"   // until the request was handed to the system
	PhaseThink   Phase = "think"   // from there to the first byte
	PhaseRead    Phase = "read"    // from there to the last
)

// Phases lists the phases in their order.
func Phases() []Phase { return []Phase{PhaseConnect, PhaseWrite, PhaseThink, PhaseRead} }
