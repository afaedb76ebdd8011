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
			p := &probing{t: t, of: s, written: step, decided: decided}
			p.stepSpec = p.now()
			if p.control = p.build(*p.Request); p.control == nil {
				return
			}
			p.run()
		}
	}
}

// probing is one step under way.
type probing struct {
	stepSpec // as of when it began
	t        *scenarios.CaseRun
	of       *spec
	written  stepSpec
	control  *scenarios.Request
	decided  map[string]map[string]conformance.Says // by earlier steps, by their names

	controlled *scenarios.Reply // the answer to the control, once it was sent
}

// now is the step with the values that variables have at present.
func (p *probing) now() stepSpec {
	at := inCase{p.t, time.Now()}
	return filled(p.written, func(v variable) string { return v.is(at) })
}

// build builds a request; nil says that it cannot be.
func (p *probing) build(specs ...requestSpec) *scenarios.Request {
	r, err := build(p.t, specs...)
	if err != nil {
		p.t.Trouble(language.T("step {name:q}: {error}", "name", p.Name, "error", err))
	}
	return r
}

func (p *probing) send(role result.Role, name string, r *scenarios.Request) *scenarios.Reply {
	if p.of.Fresh {
		return p.t.SendFresh(role, name, r)
	}
	return p.t.Send(role, name, r)
}

// answerToControl sends the control, once.
func (p *probing) answerToControl() *scenarios.Reply {
	if p.controlled == nil {
		p.controlled = p.send(result.Control, string(result.Control), p.control)
	}
	return p.controlled
}

func (p *probing) run() {
	e, t := &p.Expect, p.t
	if e.Alive && !t.ControlHolds() {
		return
	}
	r := p.probe()
	if r == nil {
		return
	}
	p.decided[p.Name] = r.Decisions()
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
		t.ExpectAlive(p.Name)
	}
}

// probe sends the probe, with its control where one is needed before, and looks at the kind of the answer.
func (p *probing) probe() *scenarios.Reply {
	e, t := &p.Expect, p.t
	if len(e.Answer) == 1 && e.Answer[0].Name == scenarios.NotApproved.Name {
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
	kinds := e.Answer
	if kinds == nil {
		kinds = answers{scenarios.ValidAnswer}
	}
	t.ExpectAnswer(r, p.answerToControl, kinds...)
	return r
}

// deliver sends the probe. One whose RequestTime comes to the edge of its window before there is an answer tells nothing: it is
// made and sent again, when a second begins. A nil reply says that it was so again, or that there is none to be sent.
func (p *probing) deliver() *scenarios.Reply {
	for range 2 {
		step := p.now()
		probe := p.build(*step.Request, step.Change)
		if probe == nil {
			return nil
		}
		probe.Odd, probe.Expect = p.of.Odd || p.of.Hostile || p.Odd, step.Expect.expectations()
		r := p.send(result.Probe, p.Name, probe)
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
	if len(p.Expect.Fires) == 0 {
		return false
	}
	var broken []string
	for i := range r.Judgement.Findings {
		broken = append(broken, r.Judgement.Findings[i].Rule.ID)
	}
	for _, id := range p.Expect.Fires {
		if !slices.Contains(broken, id) {
			p.t.ViolatedBy(r, "", language.T("an answer that breaks {rule}", "rule", id),
				language.T("one that breaks {rules}", "rules", broken), "a rule that was to fire did not")
		}
	}
	for i := range r.Judgement.Findings {
		if f := &r.Judgement.Findings[i]; !slices.Contains(p.Expect.Fires, f.Rule.ID) {
			p.t.AddFinding(scenarios.PassiveFinding(f, r.Step))
		}
	}
	return true
}

// same compares the decisions with those of the control or of an earlier step.
func (p *probing) same(r *scenarios.Reply) {
	switch name := p.Expect.Same; name {
	case "":
	case string(result.Control):
		if c := p.answerToControl(); c.Valid() {
			p.t.ExpectSame(p.Name, r, c.Decisions())
		} else {
			p.t.ControlFailed(c)
		}
	default:
		p.t.ExpectSame(p.Name, r, p.decided[name])
	}
}
