package scenarios

import (
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

// AnswerKind is a kind of answer that an expectation can name.
type AnswerKind struct {
	Name string
	Says language.Text // what must hold
	is   func(*Reply) bool
}

// The kinds of answers.
var (
	ValidAnswer = AnswerKind{"valid", language.T("a VALID answer"), (*Reply).Valid}
	NotApproved = AnswerKind{"not-approved", language.T("an answer that approves nobody"), func(r *Reply) bool { return !r.Approved() }}
	HasFailed   = AnswerKind{"failed", language.T("FAIL with a code from 38000 to 39000"), (*Reply).Failed}
	ClientError = AnswerKind{
		"4xx", language.T("a status from 400 to 499"), func(r *Reply) bool { return r.Status() >= 400 && r.Status() < 500 },
	}
	anyAnswer = AnswerKind{"any", language.T("any answer"), func(r *Reply) bool { return r.Status() != 0 }}
)

func AnswerKinds() []AnswerKind {
	return []AnswerKind{ValidAnswer, NotApproved, HasFailed, ClientError, anyAnswer}
}

// StatusAnswer is an answer with this status.
func StatusAnswer(status int) AnswerKind {
	return AnswerKind{
		strconv.Itoa(status), language.T("status {status}", "status", status), func(r *Reply) bool { return r.Status() == status },
	}
}

func inWords(kinds []AnswerKind) language.Sayer {
	words := language.Joined{Key: "or"}
	for i := range kinds {
		words.List = append(words.List, kinds[i].Says)
	}
	return words
}

// ExpectValid reports what keeps r from being VALID, and what else the rules find in it. Control sends the request that
// the scenario varies, or gives the answer to it. Only if that one is VALID is the difference the scenario's own finding,
// and the rules that the answer breaks are its consequences, to be seen with the exchange. If it is not, the rules are the
// cause.
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
	c := control()
	switch {
	case c.Valid() && !r.Valid():
		t.Violated(r, inWords(kinds), t.blame(r, c, kinds))
	case c.Valid() || t.cut.Load():
		t.Violated(r, inWords(kinds), "the receiver answers otherwise than it should")
	case !r.request.Odd && r.Judgement.Fails():
		t.Passive(r)
	default:
		t.Passive(c)
		t.ProvesNothing(language.T("the control is not VALID either: {why}", "why", t.Suite.WhyNotValid(c)))
	}
	return false
}

// blame says what is to blame for an answer that should be another, as its control's is.
func (t *CaseRun) blame(r, control *Reply, kinds []AnswerKind) language.Text {
	failed, of := t.Repeated(r, func(r *Reply) bool {
		return !slices.ContainsFunc(kinds, func(k AnswerKind) bool { return k.is(r) })
	})
	switch {
	case failed < of && failed == 1 && r.Exchange.Reused:
		return language.T("not so on a new connection; after an earlier answer the kept one is out of step, "+
			"as when a body is left unread: {problem}",
			"problem", r.Problem())
	case failed < of:
		return language.T("{some} of {of} identical requests got this: the receiver does not always answer alike: {problem}",
			"some", failed, "of", of, "problem", r.Problem())
	}
	if again := t.again(control); again != nil && !again.Valid() {
		return language.T("when the control was sent again it was not VALID either: the receiver does not always answer alike: {problem}",
			"problem", r.Problem())
	}
	return language.T("the control is VALID, this is not: {problem}", "problem", r.Problem())
}

// ValidControl sends a control; nil says that its answer is not VALID, so that the case proves nothing.
func (t *CaseRun) ValidControl(control *Request) *Reply {
	c := t.SendControl(control)
	if c.Valid() {
		return c
	}
	t.Passive(c)
	t.ControlFailed(c)
	return nil
}

// ControlFailed says that the case proves nothing, since the answer to its control is not VALID.
func (t *CaseRun) ControlFailed(c *Reply) {
	t.ProvesNothing(language.T("the control is not VALID: {why}", "why", t.Suite.WhyNotValid(c)))
}

// CheckRefused reports a probe that is approved. Where the control is refused too, and in the same way, a receiver that is to
// tell who asks has proved nothing; one that is to stand what it cannot read has done so.
func (t *CaseRun) CheckRefused(control, r *Reply, message any) (refused bool) {
	t.Passive(r)
	switch {
	case r.Approved():
		if some, of := t.Repeated(r, (*Reply).Approved); some < of {
			message = language.T("{some} of {of} identical requests got an approval: the receiver does not always answer alike",
				"some", some, "of", of)
		}
		t.Violated(r, NotApproved.Says, message)
		return false
	case control.Approved() || !alike(control, r):
	case t.scenario.Group() == "SEC":
		t.ProvesNothing(t.Suite.refusedAnyway(control))
	default:
		t.Remark(language.T("the control is refused as well ({refusal})", "refusal", control.refusal()))
	}
	return true
}

// alike reports whether two answers refuse in the same way.
func alike(a, b *Reply) bool {
	g, h := a.Read(), b.Read()
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
	t.ProvesNothing(language.T("the receiver does not give a VALID answer even before the probe: {why}", "why", t.Suite.WhyNotValid(c)))
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
		t.ProvesNothing(language.T("the receiver does not give a VALID answer to anything: {why}", "why", t.Suite.WhyNotValid(t.Suite.first)))
	default:
		var message any = "the receiver fails over this request"
		fails := func(r *Reply) bool { return r.Status() == 0 || r.Status() >= limit }
		if some, of := t.Repeated(r, fails); some < of {
			message = language.T("{some} of {of} identical requests got {what}: the receiver does not always answer alike",
				"some", some, "of", of, "what", r.Summary())
		}
		t.Violated(r, language.T("a status below {limit}", "limit", limit), message)
	}
	return false
}

// ExpectAlive reports a receiver that does not answer as it should right afterwards.
func (t *CaseRun) ExpectAlive(after string) bool {
	alive := t.SendFresh(result.AliveNow, "alive after "+after, t.Sample())
	if alive.Valid() {
		return true
	}
	t.ViolatedBy(alive, "", "a VALID answer on a new connection right afterwards", alive.Problem(),
		language.T("the receiver is not alive after {after}", "after", language.Phrase(after)))
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
		message := language.T("the decision changes with {what}", "what", language.Phrase(what))
		some, of := t.Repeated(r, func(r *Reply) bool { return r.Decisions()[v.Account] != want })
		if some < of {
			message = language.T("the decision changes, and not only with {what}: {some} of {of} identical requests got another; "+
				"does the receiver decide by rate or state?", "what", language.Phrase(what), "some", some, "of", of)
		}
		t.ViolatedBy(r, v.Account, language.T("the same decision: {want}", "want", want), string(v.Said), message)
	}
	return same
}

// ExpectAlike reports a reply that is not VALID as its control's is, or decides otherwise.
func (t *CaseRun) ExpectAlike(what string, r, control *Reply) {
	if t.ExpectValid(r, func() *Reply { return control }) && control.Valid() {
		t.ExpectSame(what, r, control.Decisions())
	}
}

// PlainControl sends the sample as it should be, on a new connection.
func (t *CaseRun) PlainControl() *Reply { return t.SendFreshControl(t.Sample()) }
