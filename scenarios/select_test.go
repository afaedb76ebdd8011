package scenarios

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/result"
)

// sketch is a catalogue to select from.
func sketch() []*Scenario {
	nothing := func(*CaseRun) {}
	return []*Scenario{
		{ID: "TRN-001", About: result.About{Tags: []string{"transport"}}, Depth: Quick, Variants: OneCase(nothing)},
		{ID: "SEC-003", About: result.About{Tags: []string{"security", "url"}}, Depth: Quick, Variants: []Variant{{Key: "empty", Run: nothing}, {Key: "abc", Run: nothing}}},
		{ID: "SEC-004", About: result.About{Tags: []string{"security", "url"}}, Depth: CI, Variants: OneCase(nothing)},
		{ID: "ROB-005", About: result.About{Tags: []string{"robustness"}}, Depth: Full, Hostile: true, Variants: OneCase(nothing)},
		{ID: "TRN-006", About: result.About{Tags: []string{"slow"}}, Depth: Full, Variants: OneCase(nothing)},
	}
}

func TestSelecting(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		only, skip []string
		depth      Depth
		want       string
		problem    string
	}{
		{name: "all of the depth", depth: CI, want: "TRN-001 SEC-003/empty SEC-003/abc SEC-004"},
		{name: "quick", depth: Quick, want: "TRN-001 SEC-003/empty SEC-003/abc"},
		{name: "full", depth: Full, want: "TRN-001 SEC-003/empty SEC-003/abc SEC-004 ROB-005 TRN-006"},
		{name: "scenario", only: []string{"SEC-003"}, depth: CI, want: "SEC-003/empty SEC-003/abc"},
		{name: "case", only: []string{"SEC-003/abc"}, depth: CI, want: "SEC-003/abc"},
		{name: "lower case", only: []string{"sec-003/ABC"}, depth: CI, want: "SEC-003/abc"},
		{name: "group", only: []string{"SEC"}, depth: CI, want: "SEC-003/empty SEC-003/abc SEC-004"},
		{name: "glob", only: []string{"SEC-*"}, depth: CI, want: "SEC-003/empty SEC-003/abc SEC-004"},
		{name: "glob of cases", only: []string{"SEC-003/*b*"}, depth: CI, want: "SEC-003/abc"},
		{name: "tag", only: []string{"url"}, depth: Quick, want: "SEC-003/empty SEC-003/abc"},
		{name: "two", only: []string{"TRN-001", "SEC-004"}, depth: CI, want: "TRN-001 SEC-004"},
		{name: "named by its id it need not be of the depth", only: []string{"SEC-004"}, depth: Quick, want: "SEC-004"},
		{name: "slow, by its id", only: []string{"TRN-006"}, depth: CI, want: "TRN-006"},
		{name: "hostile never without full", only: []string{"ROB-005"}, depth: CI, problem: "selects nothing at the depth ci; --depth full"},
		{name: "hostile with full", only: []string{"ROB-005"}, depth: Full, want: "ROB-005"},
		{name: "skip a tag", skip: []string{"url"}, depth: CI, want: "TRN-001"},
		{name: "skip a case", skip: []string{"SEC-003/empty"}, depth: Quick, want: "TRN-001 SEC-003/abc"},
		{name: "skip hostile", skip: []string{"hostile"}, depth: Full, want: "TRN-001 SEC-003/empty SEC-003/abc SEC-004 TRN-006"},
		{name: "skip what is wanted", only: []string{"SEC-004"}, skip: []string{"SEC"}, depth: CI, problem: "selects nothing"},
		{name: "matches nothing", only: []string{"SEC-00"}, depth: CI, problem: `did you mean "SEC-00`},
		{name: "skip matches nothing", skip: []string{"securty"}, depth: CI, problem: `did you mean "security"?`},
		{name: "no pattern", only: []string{"SEC-["}, depth: CI, problem: "is no pattern"},
	} {
		s := Suite{Scenarios: sketch(), Only: c.only, Skip: c.skip, Depth: c.depth}
		list, err := s.selected()
		var ids []string
		for _, sel := range list {
			ids = append(ids, sel.Case.ID)
		}
		if got := strings.Join(ids, " "); c.problem == "" && (err != nil || got != c.want) {
			t.Errorf("%s: got %s, %v, want %s", c.name, got, err, c.want)
		}
		var selectError *SelectError
		if c.problem != "" && (!errors.As(err, &selectError) || !strings.Contains(err.Error(), c.problem)) {
			t.Errorf("%s: got %v, want an error with %q", c.name, err, c.problem)
		}
	}
}

// What users wrote themselves is OWN, whatever it is called.
func TestSelectingOwn(t *testing.T) {
	t.Parallel()
	own := []*Scenario{
		{ID: "SEC-901", File: "f.yaml:3", Depth: Quick, Variants: OneCase(nil)}, {ID: "mine", File: "f.yaml:9", Depth: Quick, Variants: OneCase(nil)},
	}
	list, err := Select(append(sketch(), own...), []string{"OWN"})
	if err != nil || !slices.Equal(list, own) {
		t.Errorf("got %v, %v, want those of the file", list, err)
	}
}

func TestSuiteSetUpWrongly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*Suite)
		want   string
	}{
		{"nothing is left", func(s *Suite) { s.Scenarios, s.Skip = sketch()[:1], []string{"TRN-001"} }, "nothing was selected"},
		{"depth", func(s *Suite) { s.Depth = "nightly" }, "there are quick, ci and full"},
		{"requirements", func(s *Suite) { s.Requirements = "2026-12" }, `did you mean "2026-11"?`},
		{"hostile to others", func(s *Suite) { s.Depth = Full; s.Target.ServerName = "example.com" }, "--i-own-this-target"},
	} {
		s := against(t, "http://127.0.0.1:1/")
		c.change(s)
		if _, err := s.Run(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", c.name, err, c.want)
		}
	}
}

// What came after the frozen list fails nothing.
func TestRequirements(t *testing.T) {
	t.Parallel()
	s := &Suite{Requirements: "2026-11"}
	if err := s.checkRequirements(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		finding string
		sc      *Scenario
		want    bool
	}{
		{"SEC-001", &Scenario{ID: "SEC-001"}, true},
		{"SEC-099", &Scenario{ID: "SEC-099"}, false},
		{"TYP-099", &Scenario{ID: "SEC-001"}, false},
		{"mine", &Scenario{ID: "mine", File: "f.yaml:3"}, true},
		{"SEC-099", &Scenario{ID: "SEC-099", File: "f.yaml:3"}, false},
	} {
		out := &result.Case{Status: result.Fail, Later: s.later(c.sc), Findings: []result.Finding{{Rule: c.finding, Level: rule.Fail}}}
		if got := s.fails(out); got != c.want {
			t.Errorf("%s in %s: got fails %v, want %v", c.finding, c.sc.ID, got, c.want)
		}
	}
}
