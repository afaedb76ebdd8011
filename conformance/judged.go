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
	Number    uint64            // of the request in its stream
	From      string            // who asks
	Expect    map[string]Effect // what the user declared, by account
	Repeat    string            // a command that sends it again, or ""
}

// Leaks lists the accounts that were to be blocked and are let through.
func (e *Judged) Leaks() []string {
	return e.Unmet(Block)
}

// Unmet lists the accounts with this expectation and another effect.
func (e *Judged) Unmet(want Effect) []string {
	var ids []string
	for i := range e.Judgement.Verdicts {
		v := &e.Judgement.Verdicts[i]
		if e.Expect[v.Account] == want && v.Effect != want && !v.Harmless {
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
	if e.Repeat != "" {
		b = append(b, `,"repeat":`...)
		b = rawjson.AppendString(b, e.Repeat)
	}
	return b
}
