package conformance

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
)

// catalogue freezes ids, severities and levels of the rules that were there from the first: ids are never renumbered or used again, and a level that changes turns
// green runs red.
const catalogue = `
TRN-001 MUST fail   LAT-001 MUST* fail
STS-001 MUST* fail  STS-002 SHOULD fail  STS-003 MUST* fail  STS-004 advisory warn
HDR-001 SHOULD warn HDR-002 SHOULD warn  HDR-003 SHOULD fail HDR-004 SHOULD fail  HDR-005 advisory warn
JSN-001 MUST fail   JSN-002 MUST fail    JSN-003 SHOULD fail JSN-004 SHOULD warn  JSN-005 SHOULD warn
JSN-006 SHOULD fail JSN-007 MUST fail    JSN-008 advisory note JSN-009 advisory note
REQ-001 MUST fail   REQ-002 MUST fail    REQ-003 MUST fail   REQ-004 MUST fail    REQ-005 MUST fail
REQ-006 MUST fail   REQ-007 MUST fail
TYP-001 MUST fail   TYP-002 MUST fail    TYP-003 MUST fail   TYP-004 MUST fail    TYP-005 MUST fail
TYP-006 MUST fail   TYP-007 MUST fail    TYP-008 MUST fail   TYP-009 SHOULD warn
ACT-001 MUST fail   ACT-002 SHOULD fail  ERR-001 MUST fail   RCD-001 MUST fail
RIT-001 SHOULD fail RIT-002 SHOULD fail  RIT-003 SHOULD fail RIT-004 advisory note RIT-005 SHOULD fail RIT-006 SHOULD fail
INF-001 SHOULD warn INF-002 advisory note INF-003 SHOULD warn INF-004 advisory warn INF-005 advisory note
CON-001 SHOULD fail CON-002 advisory note CON-003 MUST fail  CON-004 MUST fail
RQU-001 MUST fail   RQU-002 SHOULD warn  RQU-003 MUST fail   RQU-004 MUST fail    RQU-005 SHOULD warn
RQU-006 SHOULD warn RQU-007 MUST fail    RQU-008 MUST fail   RQU-009 MUST fail    RQU-010 MUST fail
RQU-011 MUST fail   RQU-012 advisory note RQU-013 MUST* warn RQU-014 MUST warn    RQU-015 advisory note
RQH-001 advisory note RQH-002 advisory note RQH-003 SHOULD warn
RQS-001 MUST* fail  RQS-002 MUST* fail   RQS-003 SHOULD fail
RQB-001 MUST fail   RQB-002 SHOULD fail  RQB-003 MUST fail   RQB-004 SHOULD fail  RQB-005 MUST fail
RQB-006 SHOULD warn RQB-007 SHOULD warn
RQF-001 MUST fail   RQF-002 SHOULD fail  RQF-003 SHOULD fail RQF-004 SHOULD fail  RQF-005 SHOULD fail
RQF-006 SHOULD fail RQF-007 MUST fail    RQF-008 MUST fail   RQF-009 advisory note RQF-010 SHOULD warn
RQF-011 SHOULD warn RQF-012 advisory note RQF-013 MUST warn`

func TestCatalogue(t *testing.T) {
	words := strings.Fields(catalogue)
	var got []string
	for _, rules := range [][]*rule.Rule{slices.Collect(Rules()), slices.Collect(RequestRules())} {
		for _, r := range rules {
			if r.Since == "" {
				got = append(got, r.ID, string(r.Severity), string(r.Level))
			}
		}
	}
	if !slices.Equal(got, words) {
		t.Errorf("got the rules\n%v, want\n%v", got, words)
	}
}

// TestRulesAreComplete wants of every rule what its explanation shows, and a source and a cause that there is.
func TestRulesAreComplete(t *testing.T) {
	sources := []rule.Source{
		rule.Page, rule.Overview, rule.ConfigPage, rule.InSample, rule.Contacts, rule.Observed, rule.Robustness,
	}
	causes := append(callback.Causes(), "")
	for r := range AllRules() {
		if !slices.Contains(sources, r.Source) || !slices.Contains(causes, r.Explains) {
			t.Errorf("%s: got the source %q and the cause %q, want one of those that there are", r.ID, r.Source, r.Explains)
		}
		if r.Title == "" || r.Sentence == "" || r.Fix == "" || r.Why == "" {
			t.Errorf("%s lacks a text: %q, %q, %q, %q", r.ID, r.Title, r.Sentence, r.Why, r.Fix)
		}
	}
}

func TestRuleByID(t *testing.T) {
	for _, id := range []string{"TRN-001", "CON-004", "RQU-001", "RQF-013"} {
		if r, ok := RuleByID(id); !ok || r.ID != id {
			t.Errorf("got %v, %v, want %s", r, ok, id)
		}
	}
	for _, id := range []string{"", "con-004", "CON-999", "SEC-001"} {
		if r, ok := RuleByID(id); ok || r != nil {
			t.Errorf("got %v for %q, want none", r, id)
		}
	}
	old := &rule.Rule{ID: "NEW-001", Aliases: []string{"OLD-001", "OLD-002"}}
	for _, id := range []string{"NEW-001", "OLD-001", "OLD-002"} {
		if r, ok := byID(slices.Values([]*rule.Rule{{ID: "X"}, old}), id); !ok || r != old {
			t.Errorf("got %v, %v for %q, want the rule whose alias it is", r, ok, id)
		}
	}
}

// No rule stands in a file that no group has: nobody would read it.
func TestEveryFileIsOfAGroup(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("rules/*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("got the files %v, %v", files, err)
	}
	for _, file := range files {
		for _, line := range regexp.MustCompile(`(?m)^ *- id: (.*)$`).FindAllStringSubmatch(readFile(t, file), -1) {
			if _, ok := RuleByID(line[1]); !ok {
				t.Errorf("%s: the rule %s is not in the table", file, line[1])
			}
		}
	}
}
