package scenarios

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/result"
)

// selection is one case of the catalogue.
type selection struct {
	scenario *Scenario
	index    int // into its variants
}

// SelectError is a selector that matches nothing, or is no selector.
type SelectError struct {
	Selector string
	Problem  string
}

func (e *SelectError) Error() string { return fmt.Sprintf("%q %s", e.Selector, e.Problem) }

// selected lists the cases to run: those of the depth that Only wants and Skip does not. A scenario that Only names by
// its id, without a wildcard, is there at any depth, unless it is hostile.
func (s *Suite) selected() ([]selection, error) {
	for _, selector := range slices.Concat(s.Only, s.Skip) {
		if err := s.check(selector); err != nil {
			return nil, err
		}
	}
	var all []selection
	for _, sc := range s.Scenarios {
		for i := range sc.Variants {
			if s.wants(sc, i) {
				all = append(all, selection{sc, i})
			}
		}
	}
	if len(all) == 0 && len(s.Only) > 0 {
		return nil, &SelectError{
			strings.Join(s.Only, ", "),
			fmt.Sprintf("selects nothing at the depth %s; --depth full has everything", s.Depth),
		}
	}
	return all, nil
}

func (s *Suite) wants(sc *Scenario, i int) bool {
	named, wanted := false, len(s.Only) == 0
	for _, selector := range s.Only {
		if matches(selector, sc, i) {
			wanted = true
			named = named || !sc.Hostile && !strings.ContainsAny(selector, "*?[") && !hasTag(sc, selector)
		}
	}
	if !wanted || !named && !s.Depth.includes(sc.Depth) {
		return false
	}
	return !slices.ContainsFunc(s.Skip, func(selector string) bool { return matches(selector, sc, i) })
}

// names reports whether a case is selected by its id or that of its scenario.
func (s *Suite) names(sel selection) bool {
	return slices.ContainsFunc(s.Only, func(selector string) bool {
		return strings.EqualFold(selector, sel.scenario.ID) || strings.EqualFold(selector, sel.scenario.caseID(sel.index))
	})
}

// matches reports whether a selector means case i of a scenario: by its id or that of the scenario, a glob of one, or a
// tag. Case does not matter.
func matches(selector string, sc *Scenario, i int) bool {
	if hasTag(sc, selector) {
		return true
	}
	pattern := strings.ToLower(selector)
	for _, id := range []string{sc.ID, sc.caseID(i)} {
		if id = strings.ToLower(id); id == pattern {
			return true
		}
		if ok, err := path.Match(pattern, id); ok && err == nil {
			return true
		}
	}
	// "SEC-*" is to mean all cases of the scenarios too, though * does not match a slash.
	ok, err := path.Match(pattern+"/*", strings.ToLower(sc.caseID(i)))
	return ok && err == nil
}

// hasTag reports whether the selector is a tag of the scenario. "hostile" is the tag of all that is, OWN that of what users
// wrote.
func hasTag(sc *Scenario, selector string) bool {
	same := func(tag string) bool { return strings.EqualFold(tag, selector) }
	return slices.ContainsFunc(sc.Tags, same) || sc.Hostile && same("hostile") || sc.File != "" && same(result.OwnGroup) || same(sc.Group())
}

// check refuses a selector that matches nothing in the whole catalogue.
func (s *Suite) check(selector string) error {
	if _, err := path.Match(selector, ""); err != nil {
		return &SelectError{selector, "is no pattern: * stands for letters, ? for one, [ab] for a choice"}
	}
	var names []string
	for _, sc := range s.Scenarios {
		for i := range sc.Variants {
			if matches(selector, sc, i) {
				return nil
			}
			names = append(names, sc.caseID(i))
		}
		names = append(append(names, sc.ID, sc.Group()), sc.Tags...)
	}
	return &SelectError{selector, "matches no scenario, no case and no tag" + nearest.Hint(selector,
		names) + "; chatcb scenarios list shows them"}
}

// Select lists the scenarios that the selectors mean, all without any. A selector that means none is a *SelectError.
func Select(all []*Scenario, selectors []string) ([]*Scenario, error) {
	s := Suite{Scenarios: all, Only: selectors, Depth: Full}
	for _, selector := range selectors {
		if err := s.check(selector); err != nil {
			return nil, err
		}
	}
	var list []*Scenario
	for _, sc := range all {
		if len(selectors) == 0 || slices.ContainsFunc(selectors, func(selector string) bool {
			for i := range sc.Variants {
				if matches(selector, sc, i) {
					return true
				}
			}
			return false
		}) {
			list = append(list, sc)
		}
	}
	return list, nil
}
