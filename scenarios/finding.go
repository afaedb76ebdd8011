package scenarios

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/result"
)

// hostileRules are the passive rules that hold for answers to hostile requests.
var hostileRules = [...]string{serverError, "INF-004"}

// serverError is the rule about a status from 500 on.
const serverError = "STS-004"

// Violated reports that the scenario's own expectation does not hold. Of several reports of one case the first counts:
// the others follow from it, or say the same again.
func (t *CaseRun) Violated(r *Reply, expected, message string) {
	t.ViolatedBy(r, "", expected, r.Summary(), message)
}

// ViolatedBy is violated, about one account and with words for what came.
func (t *CaseRun) ViolatedBy(r *Reply, account, expected, received, message string) {
	t.AddFinding(t.OwnFinding(r, account, expected, received, message))
}

// OwnFinding is a finding of the scenario itself.
func (t *CaseRun) OwnFinding(r *Reply, account, expected, received, message string) result.Finding {
	s := t.scenario
	step := -1
	if r != nil {
		step = r.Step
	}
	return result.Finding{
		Rule: s.ID, Title: s.Title, Severity: s.Severity, Level: s.Level, Account: account, Expected: expected,
		Received: Shorten(received), Message: message, Sentence: s.Sentence, Source: s.Source, Why: s.Why, Fix: s.Fix, Step: step,
	}
}

// AddFinding keeps a finding unless the case has one of the same rule about the same account, or already several of that rule.
func (t *CaseRun) AddFinding(f result.Finding) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := 0
	for i := range t.Case.Findings {
		old := &t.Case.Findings[i]
		if old.Rule != f.Rule {
			continue
		}
		if of++; of >= 5 || old.Account == f.Account {
			return
		}
	}
	t.Case.Findings = append(t.Case.Findings, f)
}

// Passive adds what the judge finds in the answer: everything where the request is legal, else what holds for answers to
// any request, and to those of SEC and ROB more than to the rest. It reports whether there was anything to add.
func (t *CaseRun) Passive(r *Reply) (found bool) {
	always := []string{"HDR-005"}
	if t.scenario.Group() == "SEC" || t.scenario.Group() == "ROB" {
		always = append(always, hostileRules[:]...)
	}
	for i := range r.Judgement.Findings {
		f := &r.Judgement.Findings[i]
		if r.request.Odd && !slices.Contains(always, f.Rule.ID) || f.Rule.ID == serverError && r.refusesMethod() {
			continue
		}
		t.AddFinding(PassiveFinding(f, r.Step))
		found = true
	}
	return found
}

func PassiveFinding(f *rule.Finding, step int) result.Finding {
	return result.Finding{
		Rule: f.Rule.ID, Title: f.Rule.Title, Severity: f.Severity, Level: f.Level, Account: f.Account,
		Expected: f.Expected(), Received: Shorten(f.Received()), Message: f.Message(), Sentence: f.Rule.Sentence,
		Source: f.Rule.Source, Why: f.Rule.Why, Fix: f.Remedy(), Step: step,
	}
}

// rootCauses drops what only follows from the scenario's own findings: what the rules say of the same exchange. What
// leaks out with it is something else.
func rootCauses(c *result.Case) {
	own := make(map[int]bool)
	for i := range c.Findings {
		if f := &c.Findings[i]; owns(c, f.Rule) && f.Step >= 0 {
			own[f.Step] = true
		}
	}
	c.Findings = slices.DeleteFunc(c.Findings, func(f result.Finding) bool {
		return own[f.Step] && !owns(c, f.Rule) && f.Level != rule.Note && f.Rule != "HDR-005" && !slices.Contains(hostileRules[:], f.Rule)
	})
}

// owns reports whether a finding under this id is the scenario's own.
func owns(c *result.Case, id string) bool {
	return id == c.Scenario || strings.HasPrefix(id, "POL-") || id == "LAT-006"
}

// Shorten bounds a text that came from the receiver.
func Shorten(text string) string {
	const most = 512
	if len(text) <= most {
		return text
	}
	return text[:most*2/3] + " … " + text[len(text)-most/3:]
}

// BrokenRule reports a rule that the answer breaks, as that rule, with its fix and what was sent. It reports false where the
// answer does not break it.
func (t *CaseRun) BrokenRule(r *Reply, id, sent string) bool {
	for i := range r.Judgement.Findings {
		if f := PassiveFinding(&r.Judgement.Findings[i], r.Step); f.Rule == id {
			f.Message += "; " + sent
			t.AddFinding(f)
			return true
		}
	}
	return false
}
