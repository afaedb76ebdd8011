package search

import (
	"context"
	"slices"
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

// together tries any two of the values that do nothing alone. What flips is shrunk to the fewest changes that do.
func (m *mapper) together() {
	levels := make([]int, len(m.values))
	for i := range m.values {
		levels[i] = min(len(m.values[i]), mapPaired)
	}
	c := newCovering(levels)
	m.banSelf(c)
	for row := c.next(); row != nil && m.ctx.Err() == nil && !m.dropped; row = c.next() {
		set := cellsOf(row)
		if m.decide(set) == m.decision {
			m.out.Pairs += c.cover(row)
			continue
		}
		set = only(set, m.fewest(set))
		after := m.decide(set)
		if after != m.decision && m.confirmed(set, after) {
			m.found(set, after)
			m.out.Pairs++
			c.ban(set)
		} else {
			c.cover(row) // noise, which is counted: what the row would have shown is not known
		}
	}
}

// fewest looks for the fewest of the changes that flip the decision: first those of fields that are known to, then fewer
// and fewer of all.
func (m *mapper) fewest(set []cell) []int {
	flips := func(some []int) bool { return m.decide(only(set, some)) != m.decision }
	for i := range m.out.Dependences {
		var some []int
		names := m.out.Dependences[i].Fields()
		for at, c := range set {
			if slices.Contains(names, m.fields[c.factor].name) {
				some = append(some, at)
			}
		}
		if len(some) == len(names) && len(some) > 1 && flips(some) {
			return some
		}
	}
	all := make([]int, len(set))
	for i := range all {
		all[i] = i
	}
	return shrink(all, 4*len(all), flips)
}

// banSelf keeps people from asking to add themselves.
func (m *mapper) banSelf(c *covering) {
	at := func(s callback.Slot) int {
		return slices.IndexFunc(m.fields, func(f field) bool { return f.account == s })
	}
	to := at(callback.To)
	for _, from := range []int{at(callback.From), at(callback.Requester)} {
		for i := range c.levels[from] {
			for j := range c.levels[to] {
				if m.values[from][i] == m.values[to][j] {
					c.ban([]cell{{from, i + 1}, {to, j + 1}})
				}
			}
		}
	}
}

func cellsOf(row []int) (cells []cell) {
	for factor, v := range row {
		if v > 0 {
			cells = append(cells, cell{factor, v})
		}
	}
	return cells
}

// only are the elements at these places.
func only[T any](all []T, at []int) (some []T) {
	for _, i := range at {
		some = append(some, all[i])
	}
	return some
}
