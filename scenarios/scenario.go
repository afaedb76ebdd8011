// Package scenarios puts a receiver into situations and says what came out.
//
// A [Suite] runs scenarios against one receiver and returns a [Run], from which all reports are rendered. A [Scenario] is a
// situation; its function is given a [CaseRun], which sends requests, keeps the exchanges and collects findings. The
// scenarios that come along are in the package catalogue; the package spec reads a user's own from YAML.
//
// Three words decide everything. An answer is VALID when its status is 200 and no rule fails it. It is NOT APPROVED
// when it is anything but a 200 with ActionStatus OK, ErrorCode 0 and at least one ResultCode 0. A receiver is ALIVE
// when a request on a new connection gets a VALID answer in time. A probe proves something only if its control, the
// same request without the one thing that is probed, is VALID; otherwise the case is untestable, which fails.
package scenarios

import (
	"cmp"
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

// Depth is how much of the catalogue a run takes on.
type Depth string

// The depths. Each has the scenarios of the one before.
const (
	Quick Depth = "quick" // under two seconds against a fast receiver
	CI    Depth = "ci"    // everything that is neither hostile nor slow
	Full  Depth = "full"  // everything
)

// Depths lists the depths, the smallest first.
func Depths() []Depth { return []Depth{Quick, CI, Full} }

// includes reports whether a run of depth p has the scenarios that begin with q.
func (p Depth) includes(q Depth) bool {
	return slices.Index(Depths(), p) >= slices.Index(Depths(), q)
}

// Scenario is one element of the catalogue. It has one case or several, which differ in one value.
type Scenario struct {
	ID string `yaml:"id" need:"yes" doc:"name of the scenario: letters, digits, and - _ . between them"`
	result.About
	Depth   Depth    `yaml:"depth" enum:"quick,ci,full" doc:"the smallest depth that has it (default quick: a scenario of your own runs at any; a hostile one only with full)"`
	Since   string   `yaml:"since" doc:"the frozen requirements that it came with, such as 2026-11; of scenarios that come along"`
	Hostile bool     `yaml:"hostile" doc:"sends what may harm a receiver: only with depth full, beyond loopback only with --i-own-this-target"`
	Needs   []Need   `yaml:"needs" doc:"what must be given for it to apply: token, https, blocked, allowed"`
	Faults  []string `yaml:"faults" doc:"faults of the mock server that it must catch, where their own table does not name it"`
	Place   Place    `yaml:"place" enum:"waiting,alone,first,last" doc:"when it runs: beside others by default, as waiting where it waits more than it works, alone, first where it sends nothing, or last"`

	File    string        // "file.yaml:12" of a user's scenario
	Secrets []string      // that it has from the environment, to be shown nowhere
	YAML    string        // its text in the catalogue's YAML, or "" where it is Go
	Node    yamlfile.Node // the same as it was read, for those that extend it
	// Variants are its cases: one, or several that differ in one value.
	Variants []Variant
	// Decisions are what it expects of accounts, where it is YAML. Variables that only a run knows have stand-ins.
	Decisions []Decision
}

// In is the scenario with what it says to people in the language of the words.
func (s *Scenario) In(w *language.Words) *Scenario {
	own := *s
	own.About = s.InWords(w, s.ID)
	return &own
}

// Place is when a case runs, seen from the others.
type Place string

// The places.
const (
	Beside  Place = ""        // beside others, as many as there are jobs
	Waiting Place = "waiting" // beside others, and it does not count as a job: it waits more than it works
	Alone   Place = "alone"   // nothing else runs meanwhile
	First   Place = "first"   // before all others; it sends nothing, but looks at the first request of the run
	Last    Place = "last"    // after all others
)

// Variant is one case of a scenario. Key is "" where there is only one.
type Variant struct {
	Key string
	Run func(*CaseRun)
	// Applies says why it cannot be tried on a webhook, or ""; nil is of every one.
	Applies func(*callback.Webhook) (problem string)
}

// OneCase makes the variants of a scenario with one case.
func OneCase(run func(*CaseRun)) []Variant { return []Variant{{Run: run}} }

// Group is the part of the catalogue that the scenario belongs to, such as SEC.
func (s *Scenario) Group() string { return result.Groups()[result.GroupOf(s.ID)].ID }

// Cases lists the ids of the scenario's cases.
func (s *Scenario) Cases() []string {
	ids := make([]string, len(s.Variants))
	for i, v := range s.Variants {
		ids[i] = s.caseID(v)
	}
	return ids
}

func (s *Scenario) caseID(v Variant) string {
	if v.Key == "" {
		return s.ID
	}
	return s.ID + "/" + v.Key
}

// Need is something without which a scenario does not apply.
type Need string

// The needs.
const (
	NeedToken   Need = "token"    // the token that Sign is made with
	NeedHTTPS   Need = "https"    // a target under https
	NeedRemote  Need = "remote"   // a target on another machine, for which nobody said that http will do
	NeedBlocked Need = "blocked"  // somebody who is declared to be blocked, as a sender or as an account
	NeedAllowed Need = "allowed"  // the same, allowed
	NeedBoth    Need = "both"     // one account to be added that is declared to be allowed, and one to be blocked
	NeedSender  Need = "sender"   // somebody whose requests are declared to be blocked
	NeedFile    Need = "scenario" // a scenario of the user's own
)

// unmet says why the need is not met, or "", and what it takes, in a word or two: a flag where there is one.
func (s *Suite) unmet(n Need) (why, lacks string) {
	from := func(e conformance.Effect) bool { return len(s.Expect.Senders(e)) > 0 }
	to := func(e conformance.Effect) bool { return len(s.Expect.Accounts(e)) > 0 }
	const allow, block = conformance.Allow, conformance.Block
	for _, of := range []struct {
		need       Need
		met        bool
		why, lacks string
	}{
		{NeedToken, s.Token != "", "no token given, so requests are not signed (--token-file)", "--token-file"},
		{NeedHTTPS, s.Target.Secure, "the target is not https", "https"},
		{NeedRemote, !s.Target.Loopback(), "the target is this machine", "another machine"},
		{NeedRemote, !s.AllowHTTP, "http is allowed (--allow-http)", ""},
		{NeedBlocked, from(block) || to(block), "nobody is declared to be blocked (--expect from:ID=block or to:ID=block)", "--expect"},
		{NeedAllowed, from(allow) || to(allow), "nobody is declared to be allowed (--expect from:ID=allow or to:ID=allow)", "--expect"},
		{NeedBoth, to(block) && to(allow), "no accounts of both kinds are declared (--expect to:ID=block and to:ID=allow)", "--expect"},
		{NeedSender, from(block), "no sender is declared to be blocked (--expect from:ID=block)", "--expect"},
		{NeedFile, false, "it is for scenarios of your own (chatcb scenarios new)", "scenarios of your own"},
	} {
		if of.need == n && !of.met {
			return of.why, of.lacks
		}
	}
	return "", ""
}

// Decision is what a scenario of a user's own expects about one account, asked about by somebody.
type Decision struct {
	From, To string // From is "" where the sender does not matter
	Want     Want
}

// Want is what must be decided about an account.
type Want struct {
	Effect conformance.Effect // "" if any will do
	Code   int64
	Exact  bool // Code must be the ResultCode
}

// Denial is the code of the denial that is wanted; any will do where none is named. It reports false for what is to be
// allowed.
func (w Want) Denial() (code int64, denies bool) {
	if w.Effect == conformance.Allow || w.Effect == "" && w.Code == 0 {
		return 0, false
	}
	return cmp.Or(w.Code, callback.MinCode), true
}
