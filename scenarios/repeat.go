package scenarios

import (
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

// maxRepeats is how many requests of a case are sent again at most, so that a receiver that fails throughout is told soon.
const maxRepeats = 20

// Repeated tells how many of identical requests got an answer that is bad, as r's is: the request is sent again on a new
// connection, and once more where that makes a difference. What failed once has failed: the numbers change what is said of
// it and never the verdict.
func (t *CaseRun) Repeated(r *Reply, bad func(*Reply) bool) (some, of int) {
	some, of = 1, 1
	for i := 0; i < 1 || i < 2 && some < of; i++ {
		if i == len(r.repeats) {
			again := t.again(r)
			if again == nil {
				break
			}
			r.repeats = append(r.repeats, again)
		}
		of++
		if bad(r.repeats[i]) {
			some++
		}
	}
	return some, of
}

// again sends the request of r again on a new connection; nil says that it cannot be.
func (t *CaseRun) again(r *Reply) *Reply {
	if r.request.Once || t.repeated >= maxRepeats || !t.Suite.first.Answered() || t.Interrupted() {
		return nil
	}
	t.repeated++
	again := t.SendFresh(result.Probe, "again", r.request)
	if again.cut || again.crossed {
		return nil
	}
	return again
}

// LeaksOften is the phrase of Often for accounts that are let through.
const LeaksOften = "leaks {some} of {of} identical requests"

// Often says of an account a message, and how many of identical requests are so, where not all are, by the phrase for {some}
// and {of}.
func (t *CaseRun) Often(message language.Text, often string, r *Reply, account string,
	so func(*Reply, *conformance.Verdict) bool,
) language.Sayer {
	some, of := t.Repeated(r, func(r *Reply) bool {
		v := r.Verdict(account)
		return v != nil && so(r, v)
	})
	if some == of {
		return message
	}
	return language.Joined{Key: "then", List: []language.Sayer{message, language.T(often, "some", some, "of", of)}}
}
