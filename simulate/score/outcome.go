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

// OutcomeOf is what a verdict says.
func OutcomeOf(v *conformance.Verdict) Outcome {
	switch {
	case v.Effect == conformance.Block:
		return Blocked
	case v.FailOpen():
		return FailOpen
	}
	return Allowed
}
