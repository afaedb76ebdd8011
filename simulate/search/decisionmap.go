package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// DecisionMap is what a receiver's decision was seen to depend on.
type DecisionMap struct {
	Requests    int          `json:"requests"` // sent in all
	Bases       MapBases     `json:"bases"`
	Noise       int          `json:"noise"` // changes that made a difference once and not again: they prove nothing
	Pairs       int          `json:"pairs"` // of values of two fields, tried together
	Fields      []MapField   `json:"fields"`
	Dependences []Dependence `json:"dependences"`
}

// Doubtful reports whether the receiver seems to remember what it was asked. Then a value may make a difference because
// it stood in requests before, and no dependence is certain.
func (o *DecisionMap) Doubtful() bool { return o.Bases.Memory > 0 }

// MapBases are the requests that were changed, by how the receiver answered them again and again.
type MapBases struct {
	Steady     int `json:"steady"`
	Chance     int `json:"chance"`     // to and fro
	Memory     int `json:"memory"`     // once another answer, and then always: as if it remembers
	Unanswered int `json:"unanswered"` // by no valid answer in time
	Unreached  int `json:"unreached"`  // of those, without a connection
}

// Unsteady is how many were not always answered the same.
func (b *MapBases) Unsteady() int { return b.Chance + b.Memory }

// All is how many there were.
func (b *MapBases) All() int { return b.Steady + b.Unsteady() + b.Unanswered }

// MapField is what changing one field did.
type MapField struct {
	Name  string   `json:"field"`
	Tried int      `json:"tried"` // changes of this field alone
	Flips int      `json:"flips"` // of those, that changed the decision
	With  []string `json:"with"`  // fields together with which it changes the decision, where neither does alone
	// Values are some of those to which it changed it.
	Values []string `json:"values"`
}

// Change is another value for a field.
type Change struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// Decision is what became of the first account of a request, and why.
type Decision struct {
	Outcome score.Outcome  `json:"outcome"`
	Cause   callback.Cause `json:"cause"`
}

// Dependence is a smallest set of changes that changed the decision, again and again: one field alone, or several of
// which no part does. It stands for all that differ from it in the values only.
type Dependence struct {
	Changes []Change      `json:"changes"`
	Label   traffic.Label `json:"label"` // the truth about the request that was changed
	Before  Decision      `json:"before"`
	After   Decision      `json:"after"`
	Count   int           `json:"count"` // how many such sets were found
	// Base and Changed are the two requests, for one friend at least.
	Base    traffic.Draw `json:"-"`
	Changed traffic.Draw `json:"-"`
}

// Fields names the changed fields.
func (d *Dependence) Fields() []string {
	var names []string
	for _, c := range d.Changes {
		names = append(names, c.Field)
	}
	return names
}

// Map takes count requests, half of them benign and half of campaigns, gives their fields the values that other requests
// have, and returns what changes the receiver's decision: first one field at a time, then so that any two values of two
// fields are tried together. Requests are sent one at a time, and no faster than the schedule says. Watch is called
// with each request that has been dealt with; nil for none.
//
// A change counts only if the request and the changed one are answered the same each time that they are sent in turn, so
// that neither chance nor memory is taken for a dependence. Of a request that turns out later not to be answered the same
// always, nothing is kept.
func Map(ctx context.Context, e *load.Engine, count int, watch func(done int)) *DecisionMap {
	p := newPool(e)
	m := &mapper{Probe: e.NewProbe(ctx), ctx: ctx, fields: fields(e.Generator.Webhook(), p.friends()), engine: e, start: time.Now()}
	m.out = &DecisionMap{Fields: []MapField{}, Dependences: []Dependence{}}
	for i := range m.fields {
		m.known = append(m.known, p.known(&m.fields[i]))
		m.out.Fields = append(m.out.Fields, MapField{Name: m.fields[i].name, With: []string{}, Values: []string{}})
	}
	for i, base := range p.bases(count) {
		if ctx.Err() != nil {
			break
		}
		m.study(i, base)
		if watch != nil {
			watch(i + 1)
		}
	}
	m.out.Requests = m.Sent
	slices.SortStableFunc(m.out.Dependences, func(a, b Dependence) int {
		return cmp.Or(cmp.Compare(len(a.Changes), len(b.Changes)), cmp.Compare(b.Count, a.Count))
	})
	return m.out
}

// found counts a dependence. Those of the same fields and decisions are one.
func (o *DecisionMap) found(d *Dependence) {
	for i := range d.Changes {
		f := o.field(d.Changes[i].Field)
		if v := d.Changes[i].To; !slices.Contains(f.Values, v) && len(f.Values) < 3 {
			f.Values = append(f.Values, v)
		}
		for _, other := range d.Fields() {
			if other != f.Name && !slices.Contains(f.With, other) {
				f.With = append(f.With, other)
			}
		}
	}
	same := func(o Dependence) bool {
		return strings.Join(o.Fields(), " ") == strings.Join(d.Fields(), " ") && o.Before == d.Before && o.After == d.After
	}
	if i := slices.IndexFunc(o.Dependences, same); i >= 0 {
		o.Dependences[i].Count++
		return
	}
	d.Count = 1
	o.Dependences = append(o.Dependences, *d)
}

// findings copies what was found so far.
func (o *DecisionMap) findings() *DecisionMap {
	f := &DecisionMap{Pairs: o.Pairs, Fields: slices.Clone(o.Fields), Dependences: slices.Clone(o.Dependences)}
	for i := range f.Fields {
		f.Fields[i].With, f.Fields[i].Values = slices.Clone(f.Fields[i].With), slices.Clone(f.Fields[i].Values)
	}
	return f
}

// restore forgets what was found since: it is of a request that turned out not to be answered the same always.
func (o *DecisionMap) restore(f *DecisionMap) {
	o.Pairs, o.Fields, o.Dependences = f.Pairs, f.Fields, f.Dependences
}

func (o *DecisionMap) field(name string) *MapField {
	return &o.Fields[slices.IndexFunc(o.Fields, func(f MapField) bool { return f.Name == name })]
}

// steady sends the base again and again and tells how it is answered.
func (m *mapper) steady() bool {
	switched := 0 // how often a decision differed from the one before it
	var last Decision
	for i := range mapAgain {
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
		if i == 0 {
			m.decision = d
		} else if d != last {
			switched++
		}
		last = d
	}
	switch switched {
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
