// Package conformance judges one exchange: which rules of the catalogue the answer breaks, and what Chat does with every
// account, whatever the backend said.
//
// Use [Judge.Judge] with an exchange and what was asked ([Asked]); it fills a [Judgement], which can be used again so
// that judging a conforming answer allocates nothing. [Rules] lists the rules that judge answers, [RequestRules] those
// that judge requests ([RequestJudge]). The package is pure: no clock, no files, no network; for any bytes it answers, and the set of
// accounts that went in is the set of accounts that comes out.
package conformance

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/conformance/rules/answer"
	"github.com/chatcb/chatcb/conformance/rules/request"
)

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
	// Harmless says that the request makes nobody a friend of this account, whatever is answered.
	Harmless bool
}

// FailOpen reports whether the friend is added although the receiver did not say so.
func (v *Verdict) FailOpen() bool {
	return v.Effect == Allow && v.Cause != callback.Said && !v.Harmless
}

// Request is what the request asked, as far as judging the answer needs it.
type Request struct {
	Webhook  *callback.Webhook
	Other    string   // the command of another callback of the app, about which nothing is judged; see callback.Other
	Accounts []string // of every item, in order, repeats included
	From     string   // From_Account
	Secrets  []string // texts that must not come back: token, Sign; those under 6 bytes are not looked for
	Hostile  bool     // the request is no legal one: a status from 400 to 499 is a good answer, one from 500 on STS-004
	Unnamed  int      // items that name no account, or more than one
	Harmless []bool   // by account, up to the last that cannot leak; see callback.Webhook
}

// Judgement is the result of judging one exchange, or one request (then without verdicts). It keeps the memory of the
// judging too, so use one again for the next; copy what must outlive that.
type Judgement struct {
	Webhook  *callback.Webhook // of the request
	Verdicts []Verdict         // one for each account asked about, in the order of the request, no repeats
	Findings []rule.Finding    // root causes first: transport, status, headers, JSON, members, values, consistency

	answer  *answer.Checker
	known   read.Known
	request *request.Checker

	expected expected
}
