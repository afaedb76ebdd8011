package conformance

import (
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// Judged is an exchange, what its request asks, and the judgement: what every source of exchanges hands to every sink.
type Judged struct {
	Exchange  *exchange.Exchange
	Judgement *Judgement
	Number    uint64       // of the request in its stream
	From      string       // who asks
	Expect    Expectations // what the user declared
	Repeat    string       // a command that sends it again, or ""
}

// Expected is what is to become of an account, or "" where nothing was declared.
func (e *Judged) Expected(account string) Effect {
	return e.Expect.Of(e.From, account)
}

// Leaks lists the friend requests that were to be blocked and are let through, as the webhook names the two.
func (e *Judged) Leaks() []string {
	ids := e.Unmet(Block)
	for i := range ids {
		ids[i] = e.Judgement.Webhook.OrFirst().Pair(e.From, ids[i])
	}
	return ids
}

// IsLeak reports whether one of its accounts was to be blocked and is let through.
func (e *Judged) IsLeak(v *Verdict) bool {
	return v.Effect != Block && e.Expected(v.Account) == Block && !v.Harmless
}

// Unmet lists the accounts with this expectation and another effect.
func (e *Judged) Unmet(want Effect) []string {
	var ids []string
	for i := range e.Judgement.Verdicts {
		v := &e.Judgement.Verdicts[i]
		if v.Effect != want && e.Expected(v.Account) == want && !v.Harmless {
			ids = append(ids, v.Account)
		}
	}
	return ids
}

// ErrorInfo is why processing failed, in the receiver's words, and the ErrorCode beside it as spelt; both as the judge reads
// them. It is empty where the answer says nothing.
func (e *Judged) ErrorInfo() (code, info string) { return read.ErrorInfo(e.Exchange.Answer.Body) }

// AppendMembers appends the members of an event: those of the exchange, verdicts, findings, and how to repeat it.
func (e *Judged) AppendMembers(b []byte) []byte {
	b = e.Exchange.AppendMembers(b)
	b = append(b, ',')
	b = e.Judgement.AppendMembers(b)
	if leaks := e.Leaks(); len(leaks) > 0 {
		for i, leak := range leaks {
			b = append(b, map[bool]string{true: `,"leaks":[`, false: ","}[i == 0]...)
			b = rawjson.AppendString(b, leak)
		}
		b = append(b, ']')
	}
	if e.Repeat != "" {
		b = append(b, `,"repeat":`...)
		b = rawjson.AppendString(b, e.Repeat)
	}
	return b
}
