package catalogue

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// withAdded is the catalogue with one scenario more, which is a file of the tests.
func withAdded(t testing.TB) []*scenarios.Scenario {
	t.Helper()
	list, err := catalogueOf(builtinFiles, os.DirFS("testdata/added"))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != len(All())+1 {
		t.Fatalf("got %d scenarios, want one more than %d", len(list), len(All()))
	}
	return list
}

// The catalogue is complete: every entry of the frozen list is there and no other, but for those that came later; with all
// that reports show.
func TestCatalogueIsComplete(t *testing.T) {
	t.Parallel()
	ids, err := scenarios.RequirementIDs(firstRequirements)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(ids, func(id string) bool {
		return result.Groups()[result.GroupOf(id)].ID == result.OwnGroup // a rule
	})
	var got []string
	for _, sc := range withAdded(t) {
		if sc.Since == firstRequirements {
			got = append(got, sc.ID)
		} else if sc.Since < firstRequirements {
			t.Errorf("%s: got since %q", sc.ID, sc.Since)
		}
		for name, text := range map[string]string{
			"title": sc.Title, "sentence": sc.Sentence, "source": string(sc.Source), "sent": sc.Sent, "expected": sc.Expected,
			"why": sc.Why, "fix": sc.Fix, "profile": string(sc.Depth), "severity": string(sc.Severity), "level": string(sc.Level),
		} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", sc.ID, name)
			}
		}
		if len(sc.Tags) == 0 || len(sc.Variants) == 0 || sc.Hostile && sc.Depth != scenarios.Full {
			t.Errorf("%s: got tags %v, %d cases, hostile %v in %s", sc.ID, sc.Tags, len(sc.Variants), sc.Hostile, sc.Depth)
		}
		cases := sc.Cases()
		if slices.Sort(cases); len(slices.Compact(slices.Clone(cases))) != len(cases) {
			t.Errorf("%s: a case stands twice: %v", sc.ID, cases)
		}
	}
	all := withAdded(t)
	for i, sc := range all {
		if slices.ContainsFunc(all[:i], func(o *scenarios.Scenario) bool { return o.ID == sc.ID }) {
			t.Errorf("the id %s stands twice", sc.ID)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-catalogue +built in)\n%s", diff)
	}
}

// catchers are the faults that a scenario must catch: those whose table names it, and those that it names itself. A link
// stands in one place, where the younger of the two is.
func catchers(t testing.TB, sc *scenarios.Scenario) []string {
	t.Helper()
	all, faults := slices.Clone(sc.Faults), slices.Collect(fault.All())
	for _, id := range all {
		if !slices.ContainsFunc(faults, func(f *fault.Fault) bool { return f.ID == id }) {
			t.Errorf("%s: there is no fault %q", sc.ID, id)
		}
	}
	for _, f := range faults {
		if f.Group != "wire" && slices.Contains(f.Fires, sc.ID) {
			if slices.Contains(sc.Faults, f.ID) {
				t.Errorf("%s and %s name each other: one is enough", sc.ID, f.ID)
			}
			all = append(all, f.ID)
		}
	}
	return all
}

// What a fault must be noticed by exists.
func TestFaultsFireWhatThereIs(t *testing.T) {
	t.Parallel()
	for f := range fault.All() {
		for _, id := range f.Fires {
			_, isRule := conformance.RuleByID(id)
			if _, isScenario := Explain(id); !isRule && !isScenario {
				t.Errorf("%s: %s is no rule and no scenario", f.ID, id)
			}
		}
	}
}

// A scenario that is added, which is a change of one file, is judged like the others: the fault that it names makes it fail,
// a right receiver does not, and under the frozen requirements it fails nothing.
func TestAddedScenario(t *testing.T) {
	t.Parallel()
	const id = "FLD-099"
	set := setting{all: withAdded(t), only: []string{id}}
	if got := fired(inMemory(t, set)); len(got) > 0 {
		t.Errorf("a right receiver: got %v", got)
	}
	set.fault = "denies-blanks"
	if run := inMemory(t, set); !slices.Equal(fired(run), []string{id}) || run.Exit != outcome.Findings {
		t.Errorf("got %v and exit %d, want %s and 1", fired(run), run.Exit, id)
	}
	set.requirements = firstRequirements
	if run := inMemory(t, set); run.Exit != outcome.OK || !run.ByCase(id).Later {
		t.Errorf("got exit %d under the requirements %s, want 0", run.Exit, firstRequirements)
	}
}

// provedElsewhere are the scenarios for which there is no fault, and the tests that break one for them.
var provedElsewhere = map[string]string{
	"TRN-002": "TestPlainHTTP", "DNY-004": "TestDenials", "TRN-018": "TestFraming", "TRN-019": "TestFraming", "TRN-020": "TestHeaderCase",
	"FLD-023": "TestResponseActions", "FLD-024": "TestResponseActions",
	"SEC-007": "reports only", "SEC-010": "reports only", "SEC-030": "reports only", "SEC-031": "reports only", "SEC-032": "reports only",
}

func TestEveryScenarioHasAProof(t *testing.T) {
	t.Parallel()
	for _, sc := range withAdded(t) {
		_, elsewhere := provedElsewhere[sc.ID]
		if faults := catchers(t, sc); (len(faults) > 0) == elsewhere {
			t.Errorf("%s: got faults %v, and elsewhere %v, want one of both", sc.ID, faults, elsewhere)
		}
	}
}

// Every sentence is tested by something that exists, or says why not.
func TestSentences(t *testing.T) {
	t.Parallel()
	tested := make(map[string]bool)
	for _, s := range Sentences() {
		if (len(s.Tested) == 0) == (s.Excluded == "") {
			t.Errorf("%q: want what it is tested by, or why it is not", s.Text)
		}
		for _, id := range s.Tested {
			_, isRule := conformance.RuleByID(id)
			if _, isScenario := Explain(id); !isRule && !isScenario {
				t.Errorf("%q: %s is no rule and no scenario", s.Text, id)
			}
			tested[id] = true
		}
	}
	for _, sc := range All() {
		if sc.Source == rule.Page && sc.Severity == rule.Must && !tested[sc.ID] {
			t.Errorf("%s is literally in the page, but no sentence names it", sc.ID)
		}
	}
}

func TestObserved(t *testing.T) {
	t.Parallel()
	s := Sentence{Tested: []string{"SEC-001", "SEC-002", "TYP-002"}}
	run := &result.Run{Cases: []result.Case{
		{Scenario: "SEC-001", Status: result.Fail, Steps: make([]result.Step, 1)}, {Scenario: "SEC-002", Status: result.Untestable, Steps: make([]result.Step, 1)},
	}}
	if got := s.Observed(run); !slices.Equal(got, []string{"SEC-001", "TYP-002"}) {
		t.Errorf("got %v, want what ran and proved something, and the rules that judge every answer", got)
	}
	if got := s.Observed(&result.Run{}); len(got) > 0 {
		t.Errorf("got %v of an empty run, want nothing", got)
	}
}
