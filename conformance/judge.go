package conformance

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/conformance/rules/answer"
	"github.com/chatcb/chatcb/exchange"
)

// Judge judges answers. Its zero value is ready, with the default assumptions; it is only read, so that one Judge serves
// many goroutines, each with its own Judgement.
type Judge struct {
	// Assume says what is taken for true where no document says what Chat does.
	Assume Assumptions
	// Expect declares what is to become of requests: without it STS-003 and ACT-002 have nothing to go by.
	Expect Expectations
}

// Judge judges the answer in x to the request q and puts the result into out, whose memory it uses again. It never
// fails: bytes that are no answer at all have findings and verdicts too. It keeps x and q until out judges the next.
func (j *Judge) Judge(x *exchange.Exchange, q *Request, out *Judgement) {
	out.Webhook, out.Findings, out.Verdicts = q.Webhook.OrFirst(), out.Findings[:0], out.Verdicts[:0]
	if q.Other != "" {
		return
	}
	question := read.Question{Accounts: q.Accounts, From: q.From, Secrets: q.Secrets, Hostile: q.Hostile}
	if codes := out.known.Says(x, &question); codes != nil {
		for i, account := range q.Accounts {
			v := plainVerdict(account, codes[i])
			v.Harmless = len(q.Harmless) > 0 && q.isHarmless(account)
			out.Verdicts = append(out.Verdicts, v)
		}
		return
	}
	if out.answer == nil {
		out.answer = new(answer.Checker)
	}
	r := out.answer
	r.Open(x, question)
	out.expected = expected{j.Expect, q.From}
	out.Findings = r.Findings(&out.expected, out.Findings)
	for i := range out.Findings {
		out.Findings[i].Bound(maxText)
	}
	var open callback.Cause
	out.Verdicts, open = j.decide(r, out.Findings, out.Verdicts)
	if len(out.Findings) == 0 && !r.Excused {
		out.known.Add(&r.Answer)
	}
	fails := false
	for i := range out.Verdicts {
		v := &out.Verdicts[i]
		v.Harmless = len(q.Harmless) > 0 && q.isHarmless(v.Account)
		fails = fails || v.FailOpen()
	}
	if open != "" && fails && !q.Hostile {
		raise(out.Findings, open)
	}
}

// maxText is how many bytes of what came a finding holds: an answer of megabytes must not stay in memory for it.
const maxText = 1 << 10

// plainVerdict is what becomes of an account of which a valid answer, in time, says this.
func plainVerdict(account string, code int64) Verdict {
	v := Verdict{Account: account, Said: SaidAllow, Effect: Allow, Cause: callback.Said, Basis: Documented, Code: code, HasCode: true}
	if code != 0 {
		v.Said, v.Effect = SaidBlock, Block
	}
	return v
}

// raise sees to it that a documented fail-open counts as a MUST, whatever rule explains it.
func raise(findings []rule.Finding, open callback.Cause) {
	var at *rule.Finding
	for i := range findings {
		switch f := &findings[i]; {
		case f.Severity == rule.Must || f.Severity == rule.MustLinked:
			return
		case at == nil, at.Rule.Explains != open && (f.Rule.Explains == open || at.Level != rule.Fail && f.Level == rule.Fail):
			at = f
		}
	}
	if at != nil {
		at.Severity = rule.Must
	}
}

// expected is what is to become of accounts that one account asks to add, as the rules ask for it.
type expected struct {
	declared Expectations
	from     string
}

func (e *expected) ToAllow(account string) bool { return e.declared.Of(e.from, account) == Allow }
func (e *expected) ToBlock(account string) bool { return e.declared.Of(e.from, account) == Block }

// Failing is the first finding that fails the run, or nil.
func (o *Judgement) Failing() *rule.Finding {
	for i := range o.Findings {
		if o.Findings[i].Level == rule.Fail {
			return &o.Findings[i]
		}
	}
	return nil
}

// Fails reports whether a finding fails the run.
func (o *Judgement) Fails() bool { return o.Failing() != nil }
