package scenarios

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

// hostileRules are the passive rules that hold for answers to hostile requests.
var hostileRules = [...]string{serverError, "INF-004"}

// serverError is the rule about a status from 500 on.
const serverError = "STS-004"

// Violated reports that the scenario's own expectation does not hold. Of several reports of one case the first counts:
// the others follow from it, or say the same again.
// What is expected and the message are phrases of package language, or say themselves.
func (t *CaseRun) Violated(r *Reply, expected, message any) {
	t.ViolatedBy(r, "", expected, r.Summary(), message)
}

// ViolatedBy is violated, about one account and with words for what came.
func (t *CaseRun) ViolatedBy(r *Reply, account string, expected, received, message any) {
	t.AddFinding(t.OwnFinding(r, account, expected, received, message))
}

// OwnFinding is a finding of the scenario itself.
func (t *CaseRun) OwnFinding(r *Reply, account string, expected, received, message any) result.Finding {
	return t.scenario.finding(r, account, expected, received, message)
}

// FindingAs is a finding under the id and in the words of another scenario. What it counts as is this scenario's to say.
func (t *CaseRun) FindingAs(id string, r *Reply, account string, expected, received, message any) result.Finding {
	as := *t.scenario
	as.ID = id
	if i := slices.IndexFunc(t.Suite.Scenarios, func(s *Scenario) bool { return s.ID == id }); i >= 0 {
		as = *t.Suite.Scenarios[i]
		as.Level = t.scenario.Level
	}
	return as.finding(r, account, expected, received, message)
}

func (s *Scenario) finding(r *Reply, account string, expected, received, message any) result.Finding {
	f := result.Finding{Rule: s.ID, Severity: s.Severity, Level: s.Level, Account: account, Sentence: s.Sentence, Source: s.Source, Step: -1}
	if r != nil {
		f.Step = r.Step
	}
	wanted, came, says := language.Of(expected), language.Of(received), language.Of(message)
	return f.Saying(func(w *language.Words) result.Words {
		about := s.In(w)
		return result.Words{
			Title: about.Title, Expected: wanted.SayIn(w), Received: Shorten(came.SayIn(w)), Message: says.SayIn(w), Why: about.Why, Fix: about.Fix,
		}
	})
}

// Mending is a finding of a scenario with a fix of its own: a phrase.
func Mending(f result.Finding, fix language.Phrase) result.Finding {
	says := f.Says
	return f.Saying(func(w *language.Words) result.Words {
		words := says(w)
		words.Fix = fix.SayIn(w)
		return words
	})
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

func PassiveFinding(f *rule.Finding, step int) result.Finding { return passiveFinding(f, step, nil) }

// passiveFinding is a finding of the judge; also is what else its message says, or nil.
func passiveFinding(of *rule.Finding, step int, also language.Sayer) result.Finding {
	f := result.Finding{
		Rule: of.Rule.ID, Severity: of.Severity, Level: of.Level, Account: of.Account, Sentence: of.Rule.Sentence, Source: of.Rule.Source, Step: step,
	}
	kept := of.Kept(Shorten)
	return f.Saying(func(w *language.Words) result.Words {
		said, about := kept.In(w), kept.Rule.In(w)
		message := said.Message
		if also != nil {
			message = w.Say("list.then", "before", message, "after", also.SayIn(w))
		}
		return result.Words{
			Title: about.Title, Expected: said.Expected, Received: Shorten(said.Received), Message: message, Why: about.Why, Fix: said.Fix,
		}
	})
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
func (t *CaseRun) BrokenRule(r *Reply, id string, sent language.Sayer) bool {
	for i := range r.Judgement.Findings {
		if f := &r.Judgement.Findings[i]; f.Rule.ID == id {
			t.AddFinding(passiveFinding(f, r.Step, sent))
			return true
		}
	}
	return false
}
