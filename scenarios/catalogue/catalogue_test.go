package catalogue

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

var activeGroups = []string{"TRN", "SEC", "FLD", "ROB", "CNC", "LAT", "POL"}

// The catalogue is complete: every active entry of the frozen list is there, with all that reports show.
func TestCatalogueIsComplete(t *testing.T) {
	ids, err := scenarios.RequirementIDs("2026-11")
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, id := range ids {
		if slices.Contains(activeGroups, id[:3]) {
			want = append(want, id)
		}
	}
	for _, sc := range All() {
		got = append(got, sc.ID)
		for name, text := range map[string]string{
			"title": sc.Title, "sentence": sc.Sentence, "source": string(sc.Source), "sent": sc.Sent, "expected": sc.Expected,
			"why": sc.Why, "fix": sc.Fix, "profile": string(sc.Profile), "severity": string(sc.Severity), "level": string(sc.Level),
		} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", sc.ID, name)
			}
		}
		if len(sc.Tags) == 0 || len(sc.Variants) == 0 || sc.Hostile && sc.Profile != scenarios.Full {
			t.Errorf("%s: got tags %v, %d cases, hostile %v in %s", sc.ID, sc.Tags, len(sc.Variants), sc.Hostile, sc.Profile)
		}
		cases := sc.Cases()
		if slices.Sort(cases); len(slices.Compact(slices.Clone(cases))) != len(cases) {
			t.Errorf("%s: a case stands twice: %v", sc.ID, cases)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-catalogue +built in)\n%s", diff)
	}
}

// What a scenario must catch is what the zoo says that it is caught by: each names the other.
func TestScenariosAndFaultsAgree(t *testing.T) {
	catches := make(map[string][]string)
	for f := range fault.All() {
		for _, id := range f.Fires {
			if f.Group != "wire" {
				catches[id] = append(catches[id], f.ID)
			}
		}
	}
	for _, sc := range All() {
		want, got := slices.Sorted(slices.Values(catches[sc.ID])), slices.Sorted(slices.Values(sc.Faults))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-zoo +scenario)\n%s", sc.ID, diff)
		}
	}
}

// provedElsewhere are the scenarios for which the zoo has no receiver, and the tests that break one for them.
var provedElsewhere = map[string]string{
	"TRN-002": "TestPlainHTTP", "TRN-018": "TestFraming", "TRN-019": "TestFraming", "TRN-020": "TestHeaderCase",
	"SEC-007": "reports only", "SEC-010": "reports only", "SEC-030": "reports only", "SEC-031": "reports only", "SEC-032": "reports only",
}

func TestEveryScenarioHasAProof(t *testing.T) {
	for _, sc := range All() {
		_, elsewhere := provedElsewhere[sc.ID]
		if (len(sc.Faults) > 0) == elsewhere {
			t.Errorf("%s: got faults %v, and elsewhere %v, want one of both", sc.ID, sc.Faults, elsewhere)
		}
	}
}

// Every sentence is tested by something that exists, or says why not.
func TestSentences(t *testing.T) {
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
