package scenarios

import (
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
)

// Reply is what came back to one request.
type Reply struct {
	Exchange  *exchange.Exchange
	parsed    conformance.Request
	Judgement conformance.Judgement
	request   *Request
	Step      int      // index into Case.Steps, or -1
	cut       bool     // the run was interrupted before there was an answer
	repeats   []*Reply // to the same request, sent again
	crossed   bool     // RequestTime came to the edge of its minute meanwhile
}

func (r *Reply) Status() int { return r.Exchange.Answer.Status }

// Answered reports whether a complete answer came in time.
func (r *Reply) Answered() bool {
	return r.Exchange.Failure.Cause == "" && r.Exchange.Answer.Status != 0 && !r.Exchange.Late()
}

// refusesMethod reports the right answer to a method that the receiver does not know (RFC 9110, section 15.6.2).
func (r *Reply) refusesMethod() bool {
	return r.Status() == 501 && !slices.Contains([]string{"", "GET", "HEAD", "POST"}, r.request.Head.Method)
}

// Valid reports whether the answer is VALID: status 200, and no rule fails it.
func (r *Reply) Valid() bool {
	return r.Answered() && r.Status() == 200 && !r.Judgement.Fails()
}

// Approved reports whether the answer lets a friend through: 200, OK, 0, and at least one ResultCode 0.
func (r *Reply) Approved() bool {
	g := r.Read()
	if r.Status() != 200 || g.Status != callback.StatusOK || !g.HasCode || g.Code != 0 {
		return false
	}
	for _, it := range g.Items {
		if it.HasCode && it.Code == 0 {
			return true
		}
	}
	return false
}

// Failed reports whether the receiver says by the page's rules that processing failed.
func (r *Reply) Failed() bool {
	g := r.Read()
	return r.Answered() && r.Status() == 200 && g.Status == callback.StatusFail && g.HasCode && callback.CodeInRange(g.Code)
}

// Problem says in a few words what keeps the answer from being VALID.
func (r *Reply) Problem() language.Text {
	if f := r.Judgement.Failing(); f != nil {
		finding := PassiveFinding(f, r.Step)
		return language.T("{rule}: {message}", "rule", f.Rule.ID, "message", messageOf(&finding))
	}
	return r.Summary()
}

// Summary says in a few words what came.
func (r *Reply) Summary() language.Text {
	x := r.Exchange
	switch {
	case x.Failure.Cause != "" && x.Answer.Status == 0:
		return language.T("{cause}: {detail}", "cause", x.Failure.Cause, "detail", x.Failure.Detail)
	case x.Answer.Status != 200:
		return language.T("status {status}", "status", x.Answer.Status)
	case x.Late():
		return language.T("an answer after the deadline")
	case x.Failure.Cause != "":
		return language.T("status 200, then {cause}", "cause", x.Failure.Cause)
	case r.Approved():
		return language.T("status 200, and the friend is let through")
	case r.Judgement.Fails():
		return language.T("status 200, but {problem}", "problem", r.Problem())
	}
	g := r.Read()
	if g.HasCode && g.Code != 0 {
		return language.T("status 200 with ErrorCode {code}", "code", g.Code)
	}
	return language.T("status 200, and nobody is let through")
}

// remedy is what to do about the first thing that is wrong with an answer.
func remedy(r *Reply) language.Sayer {
	return language.Func(func(w *language.Words) string {
		if len(r.Judgement.Findings) == 0 {
			return ""
		}
		return r.Judgement.Findings[0].In(w).Fix
	})
}

// Decisions are what the receiver says about every account.
func (r *Reply) Decisions() map[string]conformance.Says {
	said := make(map[string]conformance.Says, len(r.Judgement.Verdicts))
	for i := range r.Judgement.Verdicts {
		said[r.Judgement.Verdicts[i].Account] = r.Judgement.Verdicts[i].Said
	}
	return said
}

// Verdict finds the verdict on an account.
func (r *Reply) Verdict(account string) *conformance.Verdict {
	for i := range r.Judgement.Verdicts {
		if r.Judgement.Verdicts[i].Account == account {
			return &r.Judgement.Verdicts[i]
		}
	}
	return nil
}

// Read is the answer's body read leniently.
func (r *Reply) Read() conformance.Lenient { return conformance.ReadLenient(r.Exchange.Answer.Body) }

// Accounts are those that the answer is about, in its order.
func (r *Reply) Accounts() []string {
	g := r.Read()
	return g.Accounts()
}

// From is who asks in the request.
func (r *Reply) From() string { return r.parsed.From }

// Pair names a friend request of the batch by both sides, the unwanted one first.
func (r *Reply) Pair(account string) string {
	return r.parsed.Webhook.OrFirst().Pair(r.parsed.From, account)
}
