package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Expectations declare what is to become of friend requests: of those that an account makes, of those to an account, or of
// every one. Where two of them disagree about a request, block wins. The zero value declares nothing.
type Expectations struct {
	From  map[string]Effect // by who asks
	To    map[string]Effect // by who is to be added
	Every Effect            // of every account of a request; "" declares nothing
}

// ParseEffect reads allow or block, in any case of its letters; deny is block.
func ParseEffect(word string) (Effect, bool) {
	switch strings.ToLower(word) {
	case "allow":
		return Allow, true
	case "block", "deny":
		return Block, true
	}
	return "", false
}

// Add reads one expectation: from:ID=block, to:ID=allow, or block alone. The last = ends the id, so that ids may have any
// letters.
func (e *Expectations) Add(text string) error {
	i := strings.LastIndexByte(text, '=')
	effect, ok := ParseEffect(text[i+1:])
	switch {
	case i < 0 && ok:
		if e.Every != "" && e.Every != effect {
			return fmt.Errorf("every account is to be both allow and block; leave one of them out")
		}
		e.Every = effect
		return nil
	case i < 0:
		return fmt.Errorf("wanted from:ID=block, to:ID=block or the like, got %q", text)
	case !ok:
		return fmt.Errorf("wanted allow or block after %q, got %q", text[:i+1], text[i+1:])
	}
	side, id, _ := strings.Cut(text[:i], ":")
	switch side {
	case "from":
		return declare(&e.From, text[:i], id, effect)
	case "to":
		return declare(&e.To, text[:i], id, effect)
	}
	return fmt.Errorf("%q does not say whom it means: from:%s is about who asks (From_Account), to:%s about who is asked about (To_Account)", text, text, text)
}

func declare(side *map[string]Effect, name, id string, effect Effect) error {
	if id == "" {
		return fmt.Errorf("wanted an account after %q", name)
	}
	if other, twice := (*side)[id]; twice && other != effect {
		return fmt.Errorf("%q is to be both allow and block; leave one of them out", name)
	}
	if *side == nil {
		*side = make(map[string]Effect)
	}
	(*side)[id] = effect
	return nil
}

// ParseExpectations reads several.
func ParseExpectations(texts ...string) (Expectations, error) {
	var e Expectations
	for _, text := range texts {
		if err := e.Add(text); err != nil {
			return Expectations{}, err
		}
	}
	return e, nil
}

// Of is what is to become of a request by one account to add another, or "" where nothing was declared.
func (e *Expectations) Of(from, to string) Effect {
	effect := e.Every
	for _, declared := range [...]Effect{e.From[from], e.To[to]} {
		if declared != "" && effect != Block {
			effect = declared
		}
	}
	return effect
}

// None reports whether nothing was declared.
func (e *Expectations) None() bool { return len(e.From) == 0 && len(e.To) == 0 && e.Every == "" }

// Names lists the expectations by account as they are written, but for their effects, in order.
func (e *Expectations) Names() []string {
	names := make([]string, 0, len(e.From)+len(e.To))
	for _, id := range slices.Sorted(maps.Keys(e.From)) {
		names = append(names, "from:"+id)
	}
	for _, id := range slices.Sorted(maps.Keys(e.To)) {
		names = append(names, "to:"+id)
	}
	return names
}

// Senders lists who is declared to have this effect as the one who asks, in order; Accounts as the one who is to be added.
func (e *Expectations) Senders(effect Effect) []string { return withEffect(e.From, effect) }

// Accounts is described at Senders.
func (e *Expectations) Accounts(effect Effect) []string { return withEffect(e.To, effect) }

func withEffect(side map[string]Effect, effect Effect) []string {
	var ids []string
	for id, declared := range side {
		if declared == effect {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// Met finds out which expectations a request was about.
type Met struct {
	Expect *Expectations
	names  map[string]bool
}

// Meet notes a request.
func (m *Met) Meet(q *Request) {
	if m.Expect.None() || len(m.names) == len(m.Expect.From)+len(m.Expect.To) {
		return
	}
	if _, ok := m.Expect.From[q.From]; ok {
		m.note("from:" + q.From)
	}
	for _, id := range q.Accounts {
		if _, ok := m.Expect.To[id]; ok {
			m.note("to:" + id)
		}
	}
}

func (m *Met) note(name string) {
	if m.names == nil {
		m.names = make(map[string]bool)
	}
	m.names[name] = true
}

// Any reports whether a request met an expectation. Missing lists those that none met: they could not fail.
func (m *Met) Any() bool { return len(m.names) > 0 || m.Expect.Every != "" }

// Missing is described at Any.
func (m *Met) Missing() []string {
	return slices.DeleteFunc(m.Expect.Names(), func(name string) bool { return m.names[name] })
}
