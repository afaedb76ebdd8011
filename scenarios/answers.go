package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/result"
)

// AnswerKind is a kind of answer that an expectation can name.
type AnswerKind struct {
	Name  string
	Words string // what must hold, in words
	is    func(*Reply) bool
}

// The kinds of answers.
var (
	ValidAnswer = AnswerKind{"valid", "a VALID answer", (*Reply).Valid}
	NotApproved = AnswerKind{"not-approved", "an answer that approves nobody", func(r *Reply) bool { return !r.Approved() }}
	HasFailed   = AnswerKind{"failed", "FAIL with a code from 38000 to 39000", (*Reply).Failed}
	ClientError = AnswerKind{"4xx", "a status from 400 to 499", func(r *Reply) bool { return r.Status() >= 400 && r.Status() < 500 }}
	anyAnswer   = AnswerKind{"any", "any answer", func(r *Reply) bool { return r.Status() != 0 }}
)

func AnswerKinds() []AnswerKind {
	return []AnswerKind{ValidAnswer, NotApproved, HasFailed, ClientError, anyAnswer}
}

// StatusAnswer is an answer with this status.
func StatusAnswer(status int) AnswerKind {
	return AnswerKind{itoa(status), fmt.Sprintf("status %d", status), func(r *Reply) bool { return r.Status() == status }}
}

func inWords(kinds []AnswerKind) string {
	words := make([]string, len(kinds))
	for i := range kinds {
		words[i] = kinds[i].Words
	}
	return strings.Join(words, ", or ")
}

// ExpectValid reports what keeps r from being VALID, and what else the rules find in it. Control sends the request that
// the scenario varies, or gives the answer to it. Only if that one is VALID is the difference the scenario's own finding,
// and the rules that the answer breaks are its consequences, to be seen with the exchange. If it is not, the rules are the
// cause. A nil control stands for a scenario that varies nothing.
func (t *CaseRun) ExpectValid(r *Reply, control func() *Reply) bool {
	return t.ExpectAnswer(r, control, ValidAnswer)
}

// ExpectAnswer is expectValid for other kinds of answers, one of which will do.
func (t *CaseRun) ExpectAnswer(r *Reply, control func() *Reply, kinds ...AnswerKind) bool {
	for i := range kinds {
		if kinds[i].is(r) {
			t.Passive(r)
			return true
		}
	}
	var c *Reply
	if control != nil {
		c = control()
	}
	switch {
	case c != nil && c.Valid() && !r.Valid():
		t.Violated(r, inWords(kinds), t.blame(r, c, kinds))
		return false
	case c != nil && c.Valid(), t.cut.Load():
	case !r.request.Odd && r.Judgement.Fails():
		t.Passive(r)
		return false
	case c != nil:
		t.Passive(c)
		t.ProvesNothing("the control is not VALID either: " + t.Suite.WhyNotValid(c))
		return false
	}
	t.Violated(r, inWords(kinds), "the receiver answers otherwise than it should")
	return false
}

// blame says what is to blame for an answer that should be another, as its control's is.
func (t *CaseRun) blame(r, control *Reply, kinds []AnswerKind) string {
	failed, of := t.Repeated(r, func(r *Reply) bool {
		return !slices.ContainsFunc(kinds, func(k AnswerKind) bool { return k.is(r) })
	})
	switch {
	case failed < of && failed == 1 && r.Exchange.Reused:
		return "not so on a new connection; after an earlier answer the kept one is out of step, as when a body is left unread: " + r.Problem()
	case failed < of:
		return changing(failed, of, "got this") + ": " + r.Problem()
	}
	if again := t.again(control); again != nil && !again.Valid() {
		return "when the control was sent again it was not VALID either: the receiver does not always answer alike: " + r.Problem()
	}
	return "the control is VALID, this is not: " + r.Problem()
}

// changing tells of a receiver that answers identical requests differently.
func changing(some, of int, what string) string {
	return fmt.Sprintf("%d of %d identical requests %s: the receiver does not always answer alike", some, of, what)
}

// ValidControl sends a control; nil says that its answer is not VALID, so that the case proves nothing.
func (t *CaseRun) ValidControl(control *Request) *Reply {
	c := t.SendControl(control)
	if c.Valid() {
		return c
	}
	t.Passive(c)
	t.ProvesNothing("the control is not VALID: " + t.Suite.WhyNotValid(c))
	return nil
}

// CheckRefused reports a probe that is approved. Where the control is refused too, and in the same way, a receiver that is to
// tell who asks has proved nothing; one that is to stand what it cannot read has done so.
func (t *CaseRun) CheckRefused(control, r *Reply, message string) (refused bool) {
	t.Passive(r)
	switch {
	case r.Approved():
		if some, of := t.Repeated(r, (*Reply).Approved); some < of {
			message = changing(some, of, "got an approval")
		}
		t.Violated(r, NotApproved.Words, message)
		return false
	case control.Approved() || !alike(control, r):
	case t.scenario.Group() == "SEC":
		t.ProvesNothing(t.Suite.refusedAnyway(control))
	default:
		t.Remark("the control is refused as well (" + control.refusal() + ")")
	}
	return true
}

// alike reports whether two answers refuse in the same way.
func alike(a, b *Reply) bool {
	g, h := ReadLenient(a.Exchange.Answer.Body), ReadLenient(b.Exchange.Answer.Body)
	return a.Status() == b.Status() && g.Status == h.Status && g.HasCode == h.HasCode && g.Code == h.Code
}

// ControlHolds sends the sample and reports whether its answer is VALID: what is not standing before a probe cannot be
// knocked over by it.
func (t *CaseRun) ControlHolds() bool {
	c := t.PlainControl()
	if c.Valid() {
		return true
	}
	t.Passive(c)
	t.ProvesNothing("the receiver does not give a VALID answer even before the probe: " + t.Suite.WhyNotValid(c))
	return false
}

// ExpectBelow500 reports an answer that says that the receiver failed, and no answer at all.
func (t *CaseRun) ExpectBelow500(r *Reply) bool { return t.ExpectBelow(500, r) }

// ExpectBelow is expectBelow500 for other limits.
func (t *CaseRun) ExpectBelow(limit int, r *Reply) bool {
	switch status := r.Status(); {
	case status > 0 && status < limit, r.refusesMethod():
		return true
	case !t.Suite.first.Valid():
		t.Passive(t.Suite.first)
		t.ProvesNothing("the receiver does not give a VALID answer to anything: " + t.Suite.WhyNotValid(t.Suite.first))
	default:
		message := "the receiver fails over this request"
		fails := func(r *Reply) bool { return r.Status() == 0 || r.Status() >= limit }
		if some, of := t.Repeated(r, fails); some < of {
			message = changing(some, of, "got "+r.Summary())
		}
		t.Violated(r, "a status below "+itoa(limit), message)
	}
	return false
}

// ExpectAlive reports a receiver that does not answer as it should right afterwards.
func (t *CaseRun) ExpectAlive(after string) bool {
	alive := t.SendFresh(result.AliveNow, "alive after "+after, t.Sample())
	if alive.Valid() {
		return true
	}
	t.ViolatedBy(alive, "", "a VALID answer on a new connection right afterwards", alive.Problem(), "the receiver is not alive after "+after)
	return false
}

// ExpectSame reports accounts over which two answers decide differently.
func (t *CaseRun) ExpectSame(what string, r *Reply, base map[string]conformance.Says) bool {
	same := true
	for _, v := range r.Judgement.Verdicts {
		want, known := base[v.Account]
		if !known || v.Said == want {
			continue
		}
		same = false
		message := "the decision changes with " + what
		some, of := t.Repeated(r, func(r *Reply) bool { return r.Decisions()[v.Account] != want })
		if some < of {
			message = fmt.Sprintf("the decision changes, and not only with %s: %d of %d identical requests got another; "+
				"does the receiver decide by rate or state?", what, some, of)
		}
		t.ViolatedBy(r, v.Account, "the same decision: "+string(want), string(v.Said), message)
	}
	return same
}

// PlainControl sends the sample as it should be, on a new connection.
func (t *CaseRun) PlainControl() *Reply { return t.SendFreshControl(t.Sample()) }
