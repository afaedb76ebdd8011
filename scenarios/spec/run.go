package spec

import (
	"slices"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/decisions"
)

// run goes through the steps of a scenario in YAML.
func (s *spec) run(t *scenarios.CaseRun) {
	for range max(s.Repeat, 1) {
		decided := make(map[string]map[string]conformance.Says)
		for _, step := range s.steps() {
			if !t.Pause(step.Pause) {
				return
			}
			p, err := s.prepare(t, step)
			if err != nil {
				t.Trouble(language.T("step {name:q}: {error}", "name", step.Name, "error", err))
				return
			}
			p.decided = decided
			p.run()
		}
	}
}

// prepare builds the requests of a step.
func (s *spec) prepare(t *scenarios.CaseRun, step stepSpec) (*probing, error) {
	now := func() stepSpec {
		at := inCase{t, time.Now()}
		return filled(step, func(name string) string {
			v, _ := own(name)
			return v.is(at)
		})
	}
	first := now()
	control, err := build(t, *first.Request)
	if err != nil {
		return nil, err
	}
	control.Odd = false
	p := &probing{t: t, name: first.Name, expect: &first.Expect, control: control, over: t.Send}
	if s.Fresh {
		p.over = t.SendFresh
	}
	p.probe = func() (*scenarios.Request, error) {
		step := now()
		probe, err := build(t, *step.Request, step.Change)
		if err == nil {
			probe.Odd, probe.Expect = s.Odd || s.Hostile || step.Odd, step.Expect.expectations()
		}
		return probe, err
	}
	return p, nil
}

// probing is one step under way.
type probing struct {
	t       *scenarios.CaseRun
	name    string
	expect  *expectSpec
	control *scenarios.Request
	probe   func() (*scenarios.Request, error) // as of now
	over    func(result.Role, string, *scenarios.Request) *scenarios.Reply
	decided map[string]map[string]conformance.Says // by earlier steps, by their names

	controlled *scenarios.Reply // the answer to the control, once it was sent
}

// answerToControl sends the control, once.
func (p *probing) answerToControl() *scenarios.Reply {
	if p.controlled == nil {
		p.controlled = p.over(result.Control, string(result.Control), p.control)
	}
	return p.controlled
}

func (p *probing) run() {
	e, t := p.expect, p.t
	if e.Alive && !t.ControlHolds() {
		return
	}
	r := p.send()
	if r == nil {
		return
	}
	p.decided[p.name] = r.Decisions()
	if e.Below > 0 {
		t.ExpectBelow(e.Below, r)
	}
	if e.Within > 0 && (!r.Answered() || r.Exchange.Phases.LastByte > e.Within) {
		t.ViolatedBy(r, "", language.T("the whole answer within {limit}", "limit", e.Within),
			r.Exchange.Phases.LastByte.Round(time.Millisecond).String(),
			"the answer takes too long")
	}
	p.same(r)
	decisions.Check(t, r, e.wants())
	if e.Report != "" {
		t.Remark(language.T("{what}: {came}", "what", language.Phrase(e.Report), "came", r.Summary()))
	}
	if e.Alive {
		t.ExpectAlive(p.name)
	}
}

// send sends the probe, with its control where one is needed before, and looks at the kind of the answer.
func (p *probing) send() *scenarios.Reply {
	e, t := p.expect, p.t
	if slices.Equal(e.Answer, answers{scenarios.NotApproved.Name}) {
		control := t.ValidControl(p.control)
		if control == nil {
			return nil
		}
		r := p.deliver()
		if r != nil {
			t.CheckRefused(control, r, "the control is VALID, and so is this: the receiver does not tell them apart")
		}
		return r
	}
	r := p.deliver()
	if r == nil || p.fires(r) {
		return r
	}
	kinds := []scenarios.AnswerKind{scenarios.ValidAnswer}
	if len(e.Answer) > 0 {
		kinds = kinds[:0]
		for _, name := range e.Answer {
			kind, _ := answerByName(name) // checked when it was read
			kinds = append(kinds, kind)
		}
	}
	t.ExpectAnswer(r, p.answerToControl, kinds...)
	return r
}

// deliver sends the probe. One whose RequestTime comes to the edge of its window before there is an answer tells nothing: it is
// made and sent again, when a second begins. A nil reply says that it was so again, or that there is none to be sent.
func (p *probing) deliver() *scenarios.Reply {
	for range 2 {
		probe, err := p.probe()
		if err != nil {
			p.t.Trouble(language.T("step {name:q}: {error}", "name", p.name, "error", err))
			return nil
		}
		r := p.over(result.Probe, p.name, probe)
		if !r.Crossed() {
			return r
		}
		now := time.Now()
		p.t.Pause(now.Truncate(time.Second).Add(time.Second).Sub(now))
	}
	p.t.ProvesNothing("the answer took so long that RequestTime came to the edge of its minute meanwhile: it may be right or wrong")
	return nil
}

// fires checks the rules that the answer must break, if any were named; then nothing else is expected of it.
func (p *probing) fires(r *scenarios.Reply) bool {
	if len(p.expect.Fires) == 0 {
		return false
	}
	var broken []string
	for i := range r.Judgement.Findings {
		broken = append(broken, r.Judgement.Findings[i].Rule.ID)
	}
	for _, id := range p.expect.Fires {
		if !slices.Contains(broken, id) {
			p.t.ViolatedBy(r, "", language.T("an answer that breaks {rule}", "rule", id),
				language.T("one that breaks {rules}", "rules", broken), "a rule that was to fire did not")
		}
	}
	for i := range r.Judgement.Findings {
		if f := &r.Judgement.Findings[i]; !slices.Contains(p.expect.Fires, f.Rule.ID) {
			p.t.AddFinding(scenarios.PassiveFinding(f, r.Step))
		}
	}
	return true
}

// same compares the decisions with those of the control or of an earlier step.
func (p *probing) same(r *scenarios.Reply) {
	switch name := p.expect.Same; name {
	case "":
	case string(result.Control):
		if c := p.answerToControl(); c.Valid() {
			p.t.ExpectSame(p.name, r, c.Decisions())
		} else {
			p.t.ControlFailed(c)
		}
	default:
		p.t.ExpectSame(p.name, r, p.decided[name])
	}
}
