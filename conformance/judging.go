package conformance

import (
	"github.com/chatcb/chatcb/exchange"
)

// Judging judges the exchanges of a capture one after another, in memory that it uses again. Its zero value judges by the
// default assumptions. It is for one goroutine.
type Judging struct {
	Judge    Judge
	Requests RequestJudge // tells which requests a receiver may refuse
	// Both has the findings on the request stand behind those on the answer, where it is a callback, and the token among what
	// an answer must not show.
	Both bool

	Request   Request   // of the exchange judged last
	Judgement Judgement // and the result

	request Judgement // of the request
}

// Exchange judges one exchange; the result is in Judgement until the next call. The error says that its request is none
// that can be read, as when it was wrong on purpose; what was read of it is judged all the same. Where it is not known what
// came of the request, as in a file of requests, nothing is judged: there are no verdicts and no findings.
func (j *Judging) Exchange(x *exchange.Exchange) error {
	err := j.Request.Read(x)
	if !x.Answered() {
		j.Judgement.Verdicts, j.Judgement.Findings = j.Judgement.Verdicts[:0], j.Judgement.Findings[:0]
		return err
	}
	if j.Both && j.Requests.Token != "" {
		j.Request.Secrets = append(j.Request.Secrets, j.Requests.Token)
	}
	j.Request.Hostile = false
	j.Judge.Judge(x, &j.Request, &j.Judgement)
	if len(j.Judgement.Findings) == 0 && !j.Both {
		return err // whether it might have been refused makes no difference
	}
	view, failed := ParseRequest(x.Sent)
	if failed != nil {
		return err
	}
	view.Body = x.SentBody()
	j.Requests.Judge(&view, &j.request)
	if j.Request.Hostile = j.request.Refusable(); j.Request.Hostile {
		j.Judge.Judge(x, &j.Request, &j.Judgement)
	}
	switch {
	case !j.Both:
	case len(j.Request.Accounts) == 0: // no callback: no rule is for its answer
		j.Judgement.Findings = j.Judgement.Findings[:0]
	default:
		j.Judgement.Findings = append(j.Judgement.Findings, j.request.Findings...)
	}
	return err
}

// Refusable reports whether a request that was judged need not be decided: it is another app's, its Sign is wrong, or a
// field is none that Chat would send. To refuse it is no fault.
func (o *Judgement) Refusable() bool {
	for i := range o.Findings {
		if o.Findings[i].Rule.Refusable {
			return true
		}
	}
	return false
}
