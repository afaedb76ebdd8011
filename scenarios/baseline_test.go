package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/result"
)

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func broken(id string, rules ...string) result.Case {
	c := result.Case{ID: id, Scenario: strings.Split(id, "/")[0], Status: result.Fail, Fails: true}
	for _, ruleID := range rules {
		c.Findings = append(c.Findings, result.Finding{Rule: ruleID, Level: rule.Fail, Fails: true, Severity: rule.Should})
	}
	return c
}

func catalogue() []*Scenario {
	return append(sketch(), &Scenario{ID: "FLD-003"}, &Scenario{ID: "SEC-001", About: result.About{Severity: rule.Must}})
}

func acceptedUntil(id, ruleID, expires string) result.Accepted {
	return result.Accepted{Case: id, Rule: ruleID, Reason: "known", Owner: "ops", Expires: expires}
}

func TestBaseline(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		entries []result.Accepted
		cases   []result.Case
		fails   []bool
		problem string
	}{
		{"accepts a case", []result.Accepted{acceptedUntil("SEC-003/abc", "SEC-003", "2026-11-23")}, []result.Case{broken("SEC-003/abc", "SEC-003"), broken("SEC-003/empty", "SEC-003")}, []bool{false, true}, ""},
		{"accepts a scenario", []result.Accepted{acceptedUntil("SEC-003", "SEC-003", "2027-01-01")}, []result.Case{broken("SEC-003/abc", "SEC-003"), broken("SEC-003/empty", "SEC-003")}, []bool{false, false}, ""},
		{"another rule still fails", []result.Accepted{acceptedUntil("FLD-003", "FLD-003", "2027-01-01")}, []result.Case{broken("FLD-003", "FLD-003", "TYP-002")}, []bool{true}, ""},
		{"both rules", []result.Accepted{acceptedUntil("FLD-003", "FLD-003", "2027-01-01"), acceptedUntil("FLD-003", "TYP-002", "2027-01-01")}, []result.Case{broken("FLD-003", "FLD-003", "TYP-002")}, []bool{false}, ""},
		{"expired yesterday", []result.Accepted{acceptedUntil("FLD-003", "FLD-003", "2026-11-22")}, []result.Case{broken("FLD-003", "FLD-003")}, []bool{true}, "expired"},
		{"stale", []result.Accepted{acceptedUntil("FLD-003", "FLD-003", "2027-01-01")}, []result.Case{{ID: "FLD-003", Scenario: "FLD-003", Status: result.Pass}}, []bool{false}, "stale"},
		{"did not run", []result.Accepted{acceptedUntil("FLD-003", "FLD-003", "2027-01-01")}, []result.Case{{ID: "SEC-004", Scenario: "SEC-004", Status: result.Pass}}, []bool{false}, ""},
		{"not applicable", []result.Accepted{acceptedUntil("FLD-003", "FLD-003", "2027-01-01")}, []result.Case{{ID: "FLD-003", Scenario: "FLD-003", Status: result.Skip}}, []bool{false}, ""},
		{"no such case", []result.Accepted{acceptedUntil("FLD-303", "FLD-003", "2027-01-01")}, []result.Case{broken("FLD-003", "FLD-003")}, []bool{true}, "no scenario"},
		{"untestable", []result.Accepted{acceptedUntil("SEC-004", UntestableRule, "2027-01-01")}, []result.Case{{ID: "SEC-004", Scenario: "SEC-004", Status: result.Untestable, Fails: true}}, []bool{false}, ""},
	} {
		run := &result.Run{Started: today, Cases: c.cases}
		bad := Baseline(c.entries).apply(run, catalogue())
		for i, want := range c.fails {
			if got := run.Cases[i].Fails; got != want {
				t.Errorf("%s: case %s: got fails %v, want %v", c.name, run.Cases[i].ID, got, want)
			}
		}
		switch {
		case c.problem == "" && len(bad) > 0:
			t.Errorf("%s: got %v, want no problem", c.name, bad)
		case c.problem != "" && (len(bad) != 1 || !strings.Contains(bad[0].Problem, c.problem)):
			t.Errorf("%s: got %v, want one that is %s", c.name, bad, c.problem)
		}
	}
}

// What an update writes accepts exactly what failed, and reads as it was written.
func TestBaselineUpdate(t *testing.T) {
	t.Parallel()
	run := &result.Run{Started: today, Cases: []result.Case{
		broken("FLD-003", "FLD-003", "TYP-002"),
		{ID: "SEC-004", Scenario: "SEC-004", Status: result.Pass},
		{ID: "TRN-006", Scenario: "TRN-006", Status: result.Untestable, Fails: true},
	}}
	old := Baseline{
		{Case: "FLD-003", Rule: "TYP-002", Reason: "legacy: \"quoted\"", Owner: "them", Expires: "2026-12-01"},
		acceptedUntil("SEC-004", "SEC-004", "2027-01-01"), // no longer fails
		acceptedUntil("ROB-005", "ROB-005", "2027-01-01"), // did not run
	}
	got, err := old.Update(run, result.Accepted{Reason: "being mended", Owner: "ops"}, 30)
	if err != nil {
		t.Fatal(err)
	}
	want := Baseline{
		{Case: "FLD-003", Rule: "FLD-003", Reason: "being mended", Owner: "ops", Expires: "2026-12-23"},
		{Case: "FLD-003", Rule: "TYP-002", Reason: "legacy: \"quoted\"", Owner: "them", Expires: "2026-12-01"},
		{Case: "TRN-006", Rule: UntestableRule, Reason: "being mended", Owner: "ops", Expires: "2026-12-23"},
		acceptedUntil("ROB-005", "ROB-005", "2027-01-01"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	file := filepath.Join(t.TempDir(), "baseline.yaml")
	if err := os.WriteFile(file, got.Append(nil), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := ReadBaseline(file, catalogue())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, again); diff != "" {
		t.Errorf("read again (-want +got)\n%s", diff)
	}
	if bad := got.apply(run, catalogue()); len(bad) > 0 || run.Cases[0].Fails || run.Cases[2].Fails {
		t.Errorf("got %v, %+v, want all accepted", bad, run.Cases)
	}
}

func TestBaselineErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"unknown key", "version: 1\naccept:\n  - {case: FLD-003, rule: FLD-003, reson: x, owner: o, expires: 2026-12-01}\n", `b.yaml:3:36: unknown key "reson" (did you mean "reason"?)`},
		{"no owner", "version: 1\naccept:\n  - {case: FLD-003, rule: FLD-003, reason: x, expires: 2026-12-01}\n", `the key "owner" is missing`},
		{"empty reason", "version: 1\naccept:\n  - {case: FLD-003, rule: FLD-003, reason: ' ', owner: o, expires: 2026-12-01}\n", "entry 1 (FLD-003, FLD-003): reason is empty"},
		{"no day", "version: 1\naccept:\n  - {case: FLD-003, rule: FLD-003, reason: x, owner: o, expires: soon}\n", "wanted a day such as"},
		{"security without a risk", "version: 1\naccept:\n  - {case: SEC-001, rule: SEC-001, reason: x, owner: o, expires: 2026-12-01}\n", "accept_risk"},
		{"security with one", "version: 1\naccept:\n  - {case: SEC-001, rule: SEC-001, reason: x, owner: o, expires: 2026-12-01, accept_risk: anybody can ask}\n", ""},
	} {
		file := filepath.Join(t.TempDir(), "b.yaml")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadBaseline(file, catalogue())
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	var none Baseline
	grave := broken("SEC-001", "SEC-001")
	grave.Findings[0].Severity = rule.Must
	if _, err := none.Update(&result.Run{Started: today, Cases: []result.Case{grave}}, result.Accepted{Reason: "r", Owner: "o"}, 1); err == nil || !strings.Contains(err.Error(), "accept_risk") {
		t.Errorf("got %v, want that a security MUST needs a risk", err)
	}
}
