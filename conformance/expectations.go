package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Expectations declare what is to become of friend requests: of those that an account makes, under from:ID, of those to an account,
// under to:ID, or of every one, under "". Where two of them disagree about a request, block wins.
type Expectations map[string]Effect

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
	name := text[:max(i, 0)]
	effect, ok := ParseEffect(text[i+1:])
	switch side, id, _ := strings.Cut(name, ":"); {
	case !ok && i < 0:
		return fmt.Errorf("wanted from:ID=block, to:ID=block or the like, got %q", text)
	case !ok:
		return fmt.Errorf("wanted allow or block after %q, got %q", text[:i+1], text[i+1:])
	case i >= 0 && side != "from" && side != "to":
		return fmt.Errorf("%q does not say whom it means: from:%s is about who asks (From_Account), to:%s about who is asked about (To_Account)",
			text, text, text)
	case name != "" && id == "":
		return fmt.Errorf("wanted an account after %q", name)
	}
	if other, twice := (*e)[name]; twice && other != effect {
		who := "every account"
		if name != "" {
			who = fmt.Sprintf("%q", name)
		}
		return fmt.Errorf("%s is to be both allow and block; leave one of them out", who)
	}
	if *e == nil {
		*e = make(Expectations)
	}
	(*e)[name] = effect
	return nil
}

// ParseExpectations reads several.
func ParseExpectations(texts ...string) (Expectations, error) {
	var e Expectations
	for _, text := range texts {
		if err := e.Add(text); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// Of is what is to become of a request by one account to add another, or "" where nothing was declared.
func (e Expectations) Of(from, to string) (effect Effect) {
	for _, name := range [...]string{"", "from:" + from, "to:" + to} {
		if declared := e[name]; declared != "" && effect != Block {
			effect = declared
		}
	}
	return effect
}

// Senders lists who is declared to have this effect as the one who asks, in order; Accounts as the one who is to be added.
func (e Expectations) Senders(effect Effect) []string { return e.with("from:", effect) }

// Accounts is described at Senders.
func (e Expectations) Accounts(effect Effect) []string { return e.with("to:", effect) }

func (e Expectations) with(side string, effect Effect) (ids []string) {
	for _, name := range slices.Sorted(maps.Keys(e)) {
		if id, ok := strings.CutPrefix(name, side); ok && e[name] == effect {
			ids = append(ids, id)
		}
	}
	return ids
}

// Met finds out which expectations a request was about.
type Met struct {
	Expect Expectations
	names  map[string]bool
}

// Meet notes a request.
func (m *Met) Meet(q *Request) {
	m.note("from:" + q.From)
	for _, id := range q.Accounts {
		m.note("to:" + id)
	}
}

func (m *Met) note(name string) {
	if _, declared := m.Expect[name]; declared {
		if m.names == nil {
			m.names = make(map[string]bool)
		}
		m.names[name] = true
	}
}

// Any reports whether a request met an expectation. Missing lists those that none met, as they are written but for their effects:
// they could not fail.
func (m *Met) Any() bool { return len(m.names) > 0 || m.Expect[""] != "" }

// Missing is described at Any.
func (m *Met) Missing() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(m.Expect)), func(name string) bool { return name == "" || m.names[name] })
}
