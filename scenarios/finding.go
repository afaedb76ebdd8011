package scenarios

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/conformance"
)

// hostileRules are the passive rules that hold for answers to hostile requests.
var hostileRules = [...]string{"STS-004", "INF-004"}

// violated reports that the scenario's own expectation does not hold. Of several reports of one case the first counts:
// the others follow from it, or say the same again.
func (t *turn) violated(r *reply, expected, message string) {
	t.violatedBy(r, "", expected, r.summary(), message)
}

// violatedBy is violated, about one account and with words for what came.
func (t *turn) violatedBy(r *reply, account, expected, received, message string) {
	t.add(t.own(r, account, expected, received, message))
}

// own is a finding of the scenario itself.
func (t *turn) own(r *reply, account, expected, received, message string) Finding {
	s := t.scenario
	step := -1
	if r != nil {
		step = r.step
	}
	return Finding{
		Rule: s.ID, Title: s.Title, Severity: s.Severity, Level: s.Level, Account: account, Expected: expected,
		Received: short(received), Message: message, Sentence: s.Sentence, Source: s.Source, Why: s.Why, Fix: s.Fix, Step: step,
	}
}

// add keeps a finding unless the case has one of the same rule about the same account, or already several of that rule.
func (t *turn) add(f Finding) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := 0
	for i := range t.out.Findings {
		old := &t.out.Findings[i]
		if old.Rule != f.Rule {
			continue
		}
		if of++; of >= 5 || old.Account == f.Account {
			return
		}
	}
	t.out.Findings = append(t.out.Findings, f)
}

// passive adds what the judge finds in the answer: everything where the request is legal, else what holds for answers to
// any request, and to those of SEC and ROB more than to the rest.
func (t *turn) passive(r *reply) {
	always := []string{"HDR-005"}
	if t.scenario.Group() == "SEC" || t.scenario.Group() == "ROB" {
		always = append(always, hostileRules[:]...)
	}
	for i := range r.judgement.Findings {
		f := &r.judgement.Findings[i]
		if r.request.odd && !slices.Contains(always, f.Rule.ID) {
			continue
		}
		t.add(passiveFinding(f, r.step))
	}
}

func passiveFinding(f *conformance.Finding, step int) Finding {
	return Finding{
		Rule: f.Rule.ID, Title: f.Rule.Title, Severity: f.Rule.Severity, Level: f.Level, Account: f.Account,
		Expected: f.Expected, Received: short(f.Received), Message: f.Message, Sentence: f.Rule.Sentence,
		Source: f.Rule.Source, Why: f.Rule.Why, Fix: f.Remedy(), Step: step,
	}
}

// rootCauses drops what only follows from the scenario's own findings: what the rules say of the same exchange. What
// leaks out with it is something else.
func (c *Case) rootCauses() {
	own := make(map[int]bool)
	for i := range c.Findings {
		if f := &c.Findings[i]; c.owns(f.Rule) && f.Step >= 0 {
			own[f.Step] = true
		}
	}
	c.Findings = slices.DeleteFunc(c.Findings, func(f Finding) bool {
		return own[f.Step] && !c.owns(f.Rule) && f.Level != conformance.Note && f.Rule != "HDR-005" && !slices.Contains(hostileRules[:], f.Rule)
	})
}

// owns reports whether a finding under this id is the scenario's own.
func (c *Case) owns(rule string) bool {
	return rule == c.Scenario || strings.HasPrefix(rule, "POL-") || rule == "LAT-006"
}

// short bounds a text that came from the receiver.
func short(text string) string {
	const most = 512
	if len(text) <= most {
		return text
	}
	return text[:most*2/3] + " … " + text[len(text)-most/3:]
}
