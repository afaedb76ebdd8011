package scenarios

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/conformance"
)

// answerKind is a kind of answer that an expectation can name.
type answerKind struct {
	name  string
	words string // what must hold, in words
	is    func(*reply) bool
}

// The kinds of answers.
var (
	validAnswer = answerKind{"valid", "a VALID answer", (*reply).valid}
	notApproved = answerKind{"not-approved", "an answer that approves nobody", func(r *reply) bool { return !r.approved() }}
	hasFailed   = answerKind{"failed", "FAIL with a code from 38000 to 39000", (*reply).failed}
	clientError = answerKind{"4xx", "a status from 400 to 499", func(r *reply) bool { return r.status() >= 400 && r.status() < 500 }}
	anyAnswer   = answerKind{"any", "any answer", func(r *reply) bool { return r.status() != 0 }}
)

func answerKinds() []answerKind {
	return []answerKind{validAnswer, notApproved, hasFailed, clientError, anyAnswer}
}

// statusAnswer is an answer with this status.
func statusAnswer(status int) answerKind {
	return answerKind{itoa(status), fmt.Sprintf("status %d", status), func(r *reply) bool { return r.status() == status }}
}

func inWords(kinds []answerKind) string {
	words := make([]string, len(kinds))
	for i := range kinds {
		words[i] = kinds[i].words
	}
	return strings.Join(words, ", or ")
}

// expectValid reports what keeps r from being VALID, and what else the rules find in it. Control sends the request that
// the scenario varies, or gives the answer to it. Only if that one is VALID is the difference the scenario's own finding,
// and the rules that the answer breaks are its consequences, to be seen with the exchange. If it is not, the rules are the
// cause. A nil control stands for a scenario that varies nothing.
func (t *turn) expectValid(r *reply, control func() *reply) bool {
	return t.expectAnswer(r, control, validAnswer)
}

// expectAnswer is expectValid for other kinds of answers, one of which will do.
func (t *turn) expectAnswer(r *reply, control func() *reply, kinds ...answerKind) bool {
	for i := range kinds {
		if kinds[i].is(r) {
			t.passive(r)
			return true
		}
	}
	var c *reply
	if control != nil {
		c = control()
	}
	switch {
	case c != nil && c.valid() && !r.valid():
		t.violated(r, inWords(kinds), "the control is VALID, this is not: "+r.problem())
		return false
	case c != nil && c.valid(), t.cut.Load():
	case !r.request.odd && r.judgement.Fails():
		t.passive(r)
		return false
	case c != nil:
		t.passive(c)
		t.provesNothing("the control is not VALID either: " + t.suite.notValid(c))
		return false
	}
	t.violated(r, inWords(kinds), "the receiver answers otherwise than it should")
	return false
}

// expectRefused sends the control and then the probe, which is not to be approved. A control that is refused as well
// proves nothing, unless the probe is refused in another way.
func (t *turn) expectRefused(name string, control, probe *request) *reply {
	c := t.send(Control, controlName, control)
	if !c.valid() {
		t.passive(c)
		t.provesNothing("the control is not VALID: " + t.suite.notValid(c))
		return nil
	}
	r := t.send(Probe, name, probe)
	t.passive(r)
	switch {
	case r.approved():
		t.violated(r, notApproved.words, "the control is VALID, and so is this: the receiver does not tell them apart")
	case !c.approved() && alike(c, r):
		t.provesNothing(t.suite.refusedAnyway(c))
	}
	return r
}

// alike reports whether two answers refuse in the same way.
func alike(a, b *reply) bool {
	g, h := readGist(a.x.Answer.Body), readGist(b.x.Answer.Body)
	return a.status() == b.status() && g.status == h.status && g.hasCode == h.hasCode && g.code == h.code
}

// approvedControl sends a control and reports whether it is VALID and lets a friend through.
func (t *turn) approvedControl(control *request) bool {
	c := t.send(Control, controlName, control)
	switch {
	case !c.valid():
		t.passive(c)
		t.provesNothing("the control is not VALID: " + t.suite.notValid(c))
	case !c.approved():
		t.provesNothing(t.suite.refusedAnyway(c))
	default:
		return true
	}
	return false
}

// standing sends the sample and reports whether its answer is VALID: what is not standing before a probe cannot be
// knocked over by it.
func (t *turn) standing() bool {
	c := t.plainControl()
	if c.valid() {
		return true
	}
	t.passive(c)
	t.provesNothing("the receiver does not give a VALID answer even before the probe: " + t.suite.notValid(c))
	return false
}

// expectBelow500 reports an answer that says that the receiver failed, and no answer at all.
func (t *turn) expectBelow500(r *reply) bool { return t.expectBelow(500, r) }

// expectBelow is expectBelow500 for other limits.
func (t *turn) expectBelow(limit int, r *reply) bool {
	switch status := r.status(); {
	case status > 0 && status < limit:
		return true
	case !t.suite.first.valid():
		t.passive(t.suite.first)
		t.provesNothing("the receiver does not give a VALID answer to anything: " + t.suite.notValid(t.suite.first))
	default:
		t.violated(r, "a status below "+itoa(limit), "the receiver fails over this request")
	}
	return false
}

// expectAlive reports a receiver that does not answer as it should right afterwards.
func (t *turn) expectAlive(after string) bool {
	alive := t.fresh(AliveNow, "alive after "+after, t.suite.sample())
	if alive.valid() {
		return true
	}
	t.violatedBy(alive, "", "a VALID answer on a new connection right afterwards", alive.problem(), "the receiver is not alive after "+after)
	return false
}

// expectSame reports accounts over which two answers decide differently.
func (t *turn) expectSame(what string, r *reply, base map[string]conformance.Says) bool {
	same := true
	for _, v := range r.judgement.Verdicts {
		want, asked := base[v.Account]
		if !asked || v.Said == want {
			continue
		}
		same = false
		t.violatedBy(r, v.Account, "the same decision: "+string(want), string(v.Said), "the decision changes with "+what)
	}
	return same
}
