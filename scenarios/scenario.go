// Package scenarios is the catalogue of situations that a receiver can be put into, and the runner that does it.
//
// A [Suite] runs scenarios against one receiver and returns a [Run], from which all reports are rendered. [Builtin] lists
// the scenarios that come along: those for which data is enough are YAML in the folder builtin, those that need behaviour
// are Go. [ReadFile] reads scenarios of a user's own.
//
// Three words decide everything. An answer is VALID when its status is 200 and no rule fails it. It is NOT APPROVED
// when it is anything but a 200 with ActionStatus OK, ErrorCode 0 and at least one ResultCode 0. A receiver is ALIVE
// when a request on a new connection gets a VALID answer in time. A probe proves something only if its control, the
// same request without the one thing that is probed, is VALID; otherwise the case is untestable, which fails.
package scenarios

import (
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/conformance"
)

// Profile is how much of the catalogue a run takes on.
type Profile string

// The profiles. Each has the scenarios of the one before.
const (
	Quick Profile = "quick" // under two seconds against a fast receiver
	CI    Profile = "ci"    // everything that is neither hostile nor slow
	Full  Profile = "full"  // everything
)

// Profiles lists the profiles, the smallest first.
func Profiles() []Profile { return []Profile{Quick, CI, Full} }

// includes reports whether a run in profile p has the scenarios that begin with q.
func (p Profile) includes(q Profile) bool {
	return slices.Index(Profiles(), p) >= slices.Index(Profiles(), q)
}

// Scenario is one element of the catalogue. It has one case or several, which differ in one value.
type Scenario struct {
	ID       string
	Title    string
	Tags     []string
	Severity conformance.Severity
	Level    conformance.Level // what a violation of its own expectation counts as
	Sentence string
	Source   conformance.Source
	Sent     string // in words
	Expected string // in words
	Why      string
	Fix      string
	Profile  Profile  // the smallest that has it
	Since    string   // the requirements that it came with, such as "2026-11"
	Faults   []string // of the mock server's zoo that it must catch
	Needs    []Need   // what must be given for it to apply
	Hostile  bool     // sends what may harm a receiver: with profile full only
	Alone    bool     // nothing else may run meanwhile
	Slow     bool     // waits more than it works: runs beside others, and does not count as a job
	File     string   // "file.yaml:12" of a user's scenario
	YAML     string   // its text in the catalogue's YAML, or "" where it is Go

	variants []variant
	written  []*written // where it is YAML: a variant's each
}

// variant is one case of a scenario. Key is "" where there is only one.
type variant struct {
	key string
	run func(*turn)
}

// only makes the variants of a scenario with one case.
func only(run func(*turn)) []variant { return []variant{{run: run}} }

// Group is the part of the id before the hyphen, such as SEC.
func (s *Scenario) Group() string {
	if len(s.ID) < 3 {
		return s.ID
	}
	return s.ID[:3]
}

// Cases lists the ids of the scenario's cases.
func (s *Scenario) Cases() []string {
	ids := make([]string, len(s.variants))
	for i := range s.variants {
		ids[i] = s.caseID(i)
	}
	return ids
}

func (s *Scenario) caseID(i int) string {
	if s.variants[i].key == "" {
		return s.ID
	}
	return s.ID + "/" + s.variants[i].key
}

// Need is something without which a scenario does not apply.
type Need string

// The needs.
const (
	NeedToken   Need = "token"    // the token that Sign is made with
	NeedHTTPS   Need = "https"    // a target under https
	NeedRemote  Need = "remote"   // a target on another machine, for which nobody said that http will do
	NeedBlocked Need = "blocked"  // an account that is declared to be blocked
	NeedAllowed Need = "allowed"  // an account that is declared to be allowed
	NeedFile    Need = "scenario" // a scenario of the user's own
)

// unmet says why the need is not met, or "", and what it takes, in a word or two: a flag where there is one.
func (s *Suite) unmet(n Need) (why, lacks string) {
	switch n {
	case NeedToken:
		if s.Token == "" {
			return "no token given, so requests are not signed (--token-file)", "--token-file"
		}
	case NeedHTTPS:
		if !s.Target.Secure {
			return "the target is not https", "https"
		}
	case NeedRemote:
		if s.Target.Loopback() {
			return "the target is this machine", "another machine"
		}
		if s.AllowHTTP {
			return "http is allowed (--allow-http)", ""
		}
	case NeedBlocked:
		if len(s.expecting(conformance.Block)) == 0 {
			return "no account is declared to be blocked (--expect ID=block)", "--expect"
		}
	case NeedAllowed:
		if len(s.expecting(conformance.Allow)) == 0 {
			return "no account is declared to be allowed (--expect ID=allow)", "--expect"
		}
	case NeedFile:
		return "it is for scenarios of your own (chatcb scenarios new)", "scenarios of your own"
	default:
		return fmt.Sprintf("it needs %q, which is unknown", n), ""
	}
	return "", ""
}
