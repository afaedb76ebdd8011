package spec

import (
	"fmt"
	"slices"
	"time"

	"github.com/chatcb/chatcb/conformance"
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
			now := time.Now()
			p, err := s.prepare(t, filled(step, func(name string) string { return variable(t, now, name) }))
			if err != nil {
				t.Trouble(fmt.Sprintf("step %q: %v", step.Name, err))
				return
			}
			p.decided = decided
			p.run()
		}
	}
}

// prepare builds the requests of a step.
func (s *spec) prepare(t *scenarios.CaseRun, step stepSpec) (*probing, error) {
	control, err := build(t, *step.Request)
	if err != nil {
		return nil, err
	}
	probe, err := build(t, *step.Request, step.Change)
	if err != nil {
		return nil, err
	}
	control.Odd, probe.Odd = false, s.Odd || s.Hostile || step.Odd
	probe.Expect = step.Expect.expectations()
	return &probing{t: t, name: step.Name, expect: &step.Expect, control: control, probe: probe}, nil
}

// probing is one step under way.
type probing struct {
	t       *scenarios.CaseRun
	name    string
	expect  *expectSpec
	control *scenarios.Request
	probe   *scenarios.Request
	decided map[string]map[string]conformance.Says // by earlier steps, by their names

	controlled *scenarios.Reply // the answer to the control, once it was sent
}

// answerToControl sends the control, once.
func (p *probing) answerToControl() *scenarios.Reply {
	if p.controlled == nil {
		p.controlled = p.t.SendControl(p.control)
	}
	return p.controlled
}

func (p *probing) run() {
	r := p.send()
	if r == nil {
		return
	}
	p.decided[p.name] = r.Decisions()
	e, t := p.expect, p.t
	if e.Below > 0 {
		t.ExpectBelow(e.Below, r)
	}
	if e.Within > 0 && (!r.Answered() || r.Exchange.Phases.LastByte > e.Within) {
		t.ViolatedBy(r, "", "the whole answer within "+e.Within.String(), r.Exchange.Phases.LastByte.Round(time.Millisecond).String(),
			"the answer takes too long")
	}
	p.same(r)
	decisions.Check(t, r, e.wants())
	if e.Report != "" {
		t.Remark(e.Report + ": " + r.Summary())
	}
	if e.Alive {
		t.ExpectAlive(p.name)
	}
}

// send sends the probe, with its control where one is needed before, and looks at the kind of the answer.
func (p *probing) send() *scenarios.Reply {
	e, t := p.expect, p.t
	kinds := []scenarios.AnswerKind{scenarios.ValidAnswer}
	if len(e.Answer) > 0 {
		kinds = kinds[:0]
		for _, name := range e.Answer {
			kind, _ := answerByName(name) // checked when it was read
			kinds = append(kinds, kind)
		}
	}
	if slices.Equal(e.Answer, answers{scenarios.NotApproved.Name}) {
		return t.ExpectRefused(p.name, p.control, p.probe)
	}
	r := t.Send(result.Probe, p.name, p.probe)
	if p.fires(r) {
		return r
	}
	t.ExpectAnswer(r, p.answerToControl, kinds...)
	return r
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
			p.t.ViolatedBy(r, "", "an answer that breaks "+id, fmt.Sprintf("one that breaks %v", broken), "a rule that was to fire did not")
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
			p.t.ProvesNothing("the control is not VALID: " + p.t.Suite.WhyNotValid(c))
		}
	default:
		p.t.ExpectSame(p.name, r, p.decided[name])
	}
}
