package scenarios

import (
	"fmt"

	"github.com/chatcb/chatcb/conformance"
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

// Often says after the words about an account how many of identical requests are so, such as "; leaks 1 of 3 identical
// requests"; it is empty where all are.
func (t *CaseRun) Often(what string, r *Reply, account string, so func(*Reply, *conformance.Verdict) bool) string {
	some, of := t.Repeated(r, func(r *Reply) bool {
		v := r.Verdict(account)
		return v != nil && so(r, v)
	})
	if some == of {
		return ""
	}
	return fmt.Sprintf("; %s %d of %d identical requests", what, some, of)
}
