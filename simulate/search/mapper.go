package search

import (
	"context"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/internal/dice"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// How often requests are sent again. A receiver that decides by chance alone must hardly ever be taken for one that
// depends on something: with 1,000 changes, whatever its chance is, in less than one map in a hundred.
const (
	mapAgain   = 8 // each base request, before anything is changed
	mapConfirm = 5 // each change that made a difference, in turn with its base
)

const (
	mapValues = 4 // of a field, tried for each base request
	mapPaired = 3 // of those that do nothing alone, tried with others
)

// mapper changes one base request after the other.
type mapper struct {
	*load.Probe
	ctx    context.Context
	engine *load.Engine
	fields []field
	known  [][]string // values of each field
	values [][]string // those of them that the base is tried with
	start  time.Time
	out    *DecisionMap

	number   int // of the base
	base     traffic.Draw
	decision Decision
	dropped  bool // the base is answered in one way now and in another then
}

// study maps one base request.
func (m *mapper) study(number int, base traffic.Draw) {
	m.number, m.base, m.dropped = number, base, false
	if !m.steady() {
		return
	}
	m.out.Bases.Steady++
	before := m.out.findings()
	m.singles()
	if m.still() {
		m.together()
		m.still()
	}
	if m.dropped {
		m.out.restore(before)
	}
}

// steady sends the base again and again and tells how it is answered.
func (m *mapper) steady() bool {
	var seen []Decision
	for range mapAgain {
		if m.ctx.Err() != nil {
			return false
		}
		d := m.decide(nil)
		switch d.Cause {
		case callback.NoConnection, callback.TLS:
			m.out.Bases.Unreached++
			fallthrough
		case callback.Late:
			m.out.Bases.Unanswered++
			return false
		}
		seen = append(seen, d)
	}
	m.decision = seen[0]
	switch switches(seen) {
	case 0:
		if m.decision.Outcome != score.FailOpen {
			return true
		}
		m.out.Bases.Unanswered++
	case 1:
		m.out.Bases.Memory++
	default:
		m.out.Bases.Chance++
	}
	return false
}

// switches counts how often a decision differs from the one before it.
func switches(seen []Decision) (n int) {
	for i := 1; i < len(seen); i++ {
		if seen[i] != seen[i-1] {
			n++
		}
	}
	return n
}

// still sends the base once more. If it is decided otherwise by now, that stays so or does not.
func (m *mapper) still() bool {
	if m.dropped || m.ctx.Err() != nil {
		return false
	}
	if m.decide(nil) == m.decision {
		return true
	}
	m.dropped = true
	m.out.Bases.Steady--
	second, third := m.decide(nil), m.decide(nil)
	if second != m.decision && third != m.decision {
		m.out.Bases.Memory++
	} else {
		m.out.Bases.Chance++
	}
	return false
}

// singles changes one field at a time, and keeps for each the values that did nothing.
func (m *mapper) singles() {
	quiet := make([][]string, len(m.fields))
	m.values = make([][]string, len(m.fields))
	for i := range m.fields {
		m.values[i] = others(&m.fields[i], m.known[i], &m.base, m.number, mapValues)
		for level, value := range m.values[i] {
			if m.ctx.Err() != nil || m.dropped {
				return
			}
			m.out.Fields[i].Tried++
			set := []cell{{i, level + 1}}
			after := m.decide(set)
			if after == m.decision {
				quiet[i] = append(quiet[i], value)
			} else if m.confirmed(set, after) {
				m.out.Fields[i].Flips++
				m.found(set, after)
			}
		}
	}
	m.values = quiet
}

// decide sends the base with these changes, when the schedule lets it. Every request has a RequestId of its own.
func (m *mapper) decide(set []cell) Decision {
	m.wait()
	at := time.Now()
	d := &m.Draw
	*d = m.made(set, at)
	bits := dice.Dice(dice.Hash(uint64(m.Sent), saltSearch))
	d.SetRequestID(bits.Next(), bits.Next())
	v := m.Send(uint64(m.Sent), at)
	return Decision{score.OutcomeOf(&v), v.Cause}
}

// made is the base with changes.
func (m *mapper) made(set []cell, at time.Time) traffic.Draw {
	d := m.base.Clone()
	d.Request.EventTime = at.UnixMilli()
	for _, c := range set {
		m.fields[c.factor].set(&d, m.value(c))
	}
	return d
}

func (m *mapper) value(c cell) string { return m.values[c.factor][c.value-1] }

func (m *mapper) wait() {
	if m.engine.Jobs > 0 {
		return
	}
	timer := time.NewTimer(time.Until(m.start.Add(m.engine.Schedule.Pacer.Due(uint64(m.Sent)))))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-m.ctx.Done():
	}
}

// confirmed sends the base and the changed request in turn. Each must be decided as before each time.
func (m *mapper) confirmed(set []cell, after Decision) bool {
	for range mapConfirm {
		switch {
		case m.ctx.Err() != nil:
			return false
		case m.decide(nil) != m.decision:
			m.still()
			if !m.dropped { // only for once
				m.dropped = true
				m.out.Bases.Steady--
				m.out.Bases.Chance++
			}
			return false
		case m.decide(set) != after:
			m.out.Noise++
			return false
		}
	}
	return true
}

func (m *mapper) found(set []cell, after Decision) {
	now := time.Now()
	d := &Dependence{Label: m.base.Label, Before: m.decision, After: after, Base: m.made(nil, now), Changed: m.made(set, now)}
	for _, c := range set {
		f := &m.fields[c.factor]
		d.Changes = append(d.Changes, Change{f.name, f.get(&m.base), m.value(c)})
	}
	m.out.found(d)
}
