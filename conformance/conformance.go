// Package conformance judges one exchange: which rules of the catalogue the answer breaks, and what Chat does with every
// account, whatever the backend said.
//
// Use [Judge.Judge] with an exchange and what was asked ([Asked]); it fills a [Judgement], which can be used again so
// that judging a conforming answer allocates nothing. [Rules] lists the rules that judge answers, [RequestRules] those
// that judge requests ([RequestJudge]). The package is pure: no clock, no files, no network; for any bytes it answers, and the set of
// accounts that went in is the set of accounts that comes out.
package conformance

import (
	"cmp"

	"github.com/chatcb/chatcb/callback"
)

// Severity is how binding a rule is.
type Severity string

// The severities, strictest first.
const (
	Must       Severity = "MUST"     // literally in the page
	MustLinked Severity = "MUST*"    // literally in the overview page that it links to
	Should     Severity = "SHOULD"   // derived from its samples, or from the linked security and timing pages
	Advisory   Severity = "advisory" // robustness
)

// Level is what a finding does to the run.
type Level string

// The levels.
const (
	Fail Level = "fail"
	Warn Level = "warn" // fails with --strict
	Note Level = "note"
)

// Finding is one violation of a rule.
type Finding struct {
	Rule     *Rule
	Level    Level
	Account  string // the account concerned, or ""
	Expected string
	Received string // quoted from the answer, neither trusted nor shortened
	Message  string // one sentence: what is wrong, here
	Offset   int    // byte index into the body, or -1
	Places   int    // how many places break the rule; the fields above tell of the first
	Fix      string // what to do about it here, where more is known than the rule's fix says; see Remedy
}

// Remedy is what to do about the finding: its own fix, or that of its rule.
func (f *Finding) Remedy() string { return cmp.Or(f.Fix, f.Rule.Fix) }

// Says is what a receiver answered for an account.
type Says string

// What can be said.
const (
	SaidNothing Says = "nothing"
	SaidAllow   Says = "allow"
	SaidBlock   Says = "block"
)

// Effect is what Chat does.
type Effect string

// The effects.
const (
	Allow Effect = "ALLOW"
	Block Effect = "BLOCK"
)

// Basis is how an effect is known.
type Basis string

// The bases.
const (
	Documented Basis = "documented"
	Assumed    Basis = "assumed" // a switch of Assumptions
)

// Verdict is what becomes of one account.
type Verdict struct {
	Account string
	Said    Says
	Effect  Effect
	Cause   callback.Cause
	Basis   Basis
	Code    int64 // the ResultCode, if HasCode
	HasCode bool
}

// FailOpen reports whether the friend is added although the receiver did not say so.
func (v *Verdict) FailOpen() bool { return v.Effect == Allow && v.Cause != callback.Said }

// Asked is what the request asked, as far as judging the answer needs it.
type Asked struct {
	Accounts []string // To_Account of every FriendItem, in order, repeats included
	From     string   // From_Account
	Secrets  []string // texts that must not come back: token, Sign; those under 6 bytes are not looked for
	Hostile  bool     // the request is no legal one: a status from 400 to 499 is a good answer, one from 500 on STS-004
}

// Judgement is the result of judging one exchange, or one request (then without verdicts). It keeps the memory of the
// judging too, so use one again for the next; copy what must outlive that.
type Judgement struct {
	Verdicts []Verdict // one for each account asked about, in the order of the request, no repeats
	Findings []Finding // root causes first: transport, status, headers, JSON, members, values, consistency

	answer  *reading
	request *asking
}
