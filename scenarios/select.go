package scenarios

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/result"
)

// SelectError is a selector that matches nothing, or is no selector.
type SelectError struct {
	Selector string
	Problem  string
}

func (e *SelectError) Error() string { return fmt.Sprintf("%q %s", e.Selector, e.Problem) }

// selected lists the cases to run: those of the depth that Only wants and Skip does not. A scenario that Only names by
// its id, without a wildcard, is there at any depth, unless it is hostile.
func (s *Suite) selected() ([]*CaseRun, error) {
	if err := check(s.Scenarios, slices.Concat(s.Only, s.Skip)); err != nil {
		return nil, err
	}
	var all []*CaseRun
	for _, sc := range s.Scenarios {
		for _, v := range sc.Variants {
			if t := s.caseOf(sc, v); s.wants(t) {
				all = append(all, t)
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

func (s *Suite) wants(t *CaseRun) bool {
	sc := t.scenario
	named, wanted := false, len(s.Only) == 0
	for _, selector := range s.Only {
		if matches(selector, sc, t.Case.ID) {
			wanted = true
			named = named || !sc.Hostile && !strings.ContainsAny(selector, "*?[") && !hasTag(sc, selector)
		}
	}
	if !wanted || !named && !s.Depth.includes(sc.Depth) {
		return false
	}
	return !slices.ContainsFunc(s.Skip, func(selector string) bool { return matches(selector, sc, t.Case.ID) })
}

// names reports whether a case is selected by its id or that of its scenario.
func (s *Suite) names(t *CaseRun) bool {
	return slices.ContainsFunc(s.Only, func(selector string) bool {
		return strings.EqualFold(selector, t.scenario.ID) || strings.EqualFold(selector, t.Case.ID)
	})
}

// matches reports whether a selector means a case of a scenario: by its id or that of the scenario, a glob of one, or a
// tag. Whether letters are small or capital does not matter.
func matches(selector string, sc *Scenario, id string) bool {
	pattern, id := strings.ToLower(selector), strings.ToLower(id)
	// "SEC-*" is to mean all cases of the scenarios too, though * does not match a slash.
	for _, glob := range [][2]string{{pattern, strings.ToLower(sc.ID)}, {pattern, id}, {pattern + "/*", id}} {
		if ok, err := path.Match(glob[0], glob[1]); ok && err == nil {
			return true
		}
	}
	return hasTag(sc, selector)
}

// means reports whether a selector means any of the scenario's cases.
func (s *Scenario) means(selector string) bool {
	return slices.ContainsFunc(s.Cases(), func(id string) bool { return matches(selector, s, id) })
}

// hasTag reports whether the selector is a tag of the scenario. "hostile" is the tag of all that is, OWN that of what users
// wrote.
func hasTag(sc *Scenario, selector string) bool {
	same := func(tag string) bool { return strings.EqualFold(tag, selector) }
	return slices.ContainsFunc(sc.Tags, same) || sc.Hostile && same("hostile") || sc.File != "" && same(result.OwnGroup) || same(sc.Group())
}

// check refuses a selector that matches nothing in the whole catalogue.
func check(all []*Scenario, selectors []string) error {
	for _, selector := range selectors {
		if _, err := path.Match(selector, ""); err != nil {
			return &SelectError{selector, "is no pattern: * stands for letters, ? for one, [ab] for a choice"}
		}
		if slices.ContainsFunc(all, func(sc *Scenario) bool { return sc.means(selector) }) {
			continue
		}
		var names []string
		for _, sc := range all {
			names = slices.Concat(names, sc.Cases(), []string{sc.ID, sc.Group()}, sc.Tags)
		}
		return &SelectError{selector, "matches no scenario, no case and no tag" + nearest.Hint(selector,
			names) + "; chatcb scenarios list shows them"}
	}
	return nil
}

// Select lists the scenarios that the selectors mean, all without any. A selector that means none is a *SelectError.
func Select(all []*Scenario, selectors []string) ([]*Scenario, error) {
	if err := check(all, selectors); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(sc *Scenario) bool {
		return len(selectors) > 0 && !slices.ContainsFunc(selectors, sc.means)
	}), nil
}
