package scenarios

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chatcb/chatcb/conformance"
)

// run goes through the steps of a scenario in YAML.
func (w *written) run(t *turn) {
	node, doc := w.node.Alone()
	var s spec
	node.Expand(w.loader.with(w.values, t.variable)).Into(&s)
	if err := doc.Err(); err != nil {
		t.broken(err.Error())
		return
	}
	for range max(s.Repeat, 1) {
		if !t.goThrough(&s) {
			return
		}
	}
}

// goThrough runs the steps once. It reports whether to go on.
func (t *turn) goThrough(s *spec) bool {
	decided := make(map[string]map[string]conformance.Says)
	for _, step := range s.steps() {
		if !t.pause(step.Pause) {
			return false
		}
		base := s.Request
		if step.Request != nil {
			base = *step.Request
		}
		control, err := t.build(base)
		if err == nil {
			var probe *request
			if probe, err = t.build(base, step.Change); err == nil {
				control.odd, probe.odd = false, s.Odd || s.Hostile || step.Odd
				p := &probing{t: t, name: step.Name, expect: &step.Expect, control: control, probe: probe, decided: decided}
				probe.expect = step.Expect.effects()
				p.run()
			}
		}
		if err != nil {
			t.broken(fmt.Sprintf("step %q: %v", step.Name, err))
			return false
		}
	}
	return true
}

// pause waits, and reports false if the run is interrupted.
func (t *turn) pause(d time.Duration) bool { return pause(t.ctx, d) || !t.interrupted() }

func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// probing is one step under way.
type probing struct {
	t       *turn
	name    string
	expect  *expectSpec
	control *request
	probe   *request
	decided map[string]map[string]conformance.Says // by earlier steps, by their names

	controlled *reply // the answer to the control, once it was sent
}

// sendControl sends the control, once.
func (p *probing) sendControl() *reply {
	if p.controlled == nil {
		p.controlled = p.t.send(Control, controlName, p.control)
	}
	return p.controlled
}

func (p *probing) run() {
	r := p.send()
	if r == nil {
		return
	}
	p.decided[p.name] = r.decisions()
	e, t := p.expect, p.t
	if e.Below > 0 {
		t.expectBelow(e.Below, r)
	}
	if e.Within > 0 && (!r.answered() || r.x.Phases.LastByte > e.Within) {
		t.violatedBy(r, "", "the whole answer within "+e.Within.String(), r.x.Phases.LastByte.Round(time.Millisecond).String(), "the answer takes too long")
	}
	p.same(r)
	t.checkDecisions(r, e.Decision, e.Code)
	if e.Report != "" {
		t.say(e.Report + ": " + r.summary())
	}
	if e.Alive {
		t.expectAlive(p.name)
	}
}

// send sends the probe, with its control where one is needed before, and looks at the kind of the answer.
func (p *probing) send() *reply {
	e, t := p.expect, p.t
	kinds := []answerKind{validAnswer}
	if len(e.Answer) > 0 {
		kinds = kinds[:0]
		for _, name := range e.Answer {
			kind, _ := answerByName(name) // checked when it was read
			kinds = append(kinds, kind)
		}
	}
	if slices.Equal(e.Answer, answers{notApproved.name}) {
		return t.expectRefused(p.name, p.control, p.probe)
	}
	r := t.send(Probe, p.name, p.probe)
	if p.fires(r) {
		return r
	}
	t.expectAnswer(r, p.sendControl, kinds...)
	return r
}

// fires checks the rules that the answer must break, if any were named; then nothing else is asked of it.
func (p *probing) fires(r *reply) bool {
	if len(p.expect.Fires) == 0 {
		return false
	}
	var broken []string
	for i := range r.judgement.Findings {
		broken = append(broken, r.judgement.Findings[i].Rule.ID)
	}
	for _, id := range p.expect.Fires {
		if !slices.Contains(broken, id) {
			p.t.violatedBy(r, "", "an answer that breaks "+id, fmt.Sprintf("one that breaks %v", broken), "a rule that was to fire did not")
		}
	}
	for i := range r.judgement.Findings {
		if f := &r.judgement.Findings[i]; !slices.Contains(p.expect.Fires, f.Rule.ID) {
			p.t.add(passiveFinding(f, r.step))
		}
	}
	return true
}

// same compares the decisions with those of the control or of an earlier step.
func (p *probing) same(r *reply) {
	switch name := p.expect.Same; name {
	case "":
	case controlName:
		if c := p.sendControl(); c.valid() {
			p.t.expectSame(p.name, r, c.decisions())
		} else {
			p.t.provesNothing("the control is not VALID: " + p.t.suite.notValid(c))
		}
	default:
		p.t.expectSame(p.name, r, p.decided[name])
	}
}
