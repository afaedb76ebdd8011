package conformance

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGate(t *testing.T) {
	for _, tt := range []struct {
		gate  Gate
		fails map[Severity]map[Level]bool // those that are not here pass
	}{
		{Gate{}, map[Severity]map[Level]bool{Must: {Fail: true}, MustLinked: {Fail: true}, Should: {Fail: true}, Advisory: {Fail: true}}},
		{Gate{Strict: true}, map[Severity]map[Level]bool{
			Must: {Fail: true, Warn: true}, MustLinked: {Fail: true, Warn: true}, Should: {Fail: true, Warn: true},
			Advisory: {Fail: true, Warn: true},
		}},
		{Gate{FailOn: Must}, map[Severity]map[Level]bool{Must: all, MustLinked: all}},
		{Gate{FailOn: Must, Strict: true}, map[Severity]map[Level]bool{Must: all, MustLinked: all}},
		{Gate{FailOn: Should}, map[Severity]map[Level]bool{Must: all, MustLinked: all, Should: all}},
		{Gate{FailOn: Advisory}, map[Severity]map[Level]bool{Must: all, MustLinked: all, Should: all, Advisory: all}},
	} {
		for _, severity := range []Severity{Must, MustLinked, Should, Advisory} {
			for level := range all {
				f := Finding{Rule: &Rule{Severity: severity}, Level: level}
				if got, want := tt.gate.Fails(&f), tt.fails[severity][level]; got != want {
					t.Errorf("%+v: got %v for %s %s, want %v", tt.gate, got, severity, level, want)
				}
			}
		}
	}
}

// all are the levels, each of which fails.
var all = map[Level]bool{Fail: true, Warn: true, Note: true}

// TestAppendMembers reads the members back.
func TestAppendMembers(t *testing.T) {
	type members = map[string][]map[string]any
	for _, tt := range []struct {
		name   string
		sample Sample
		want   members
	}{
		{"nothing", Sample{Asks: asks(), Body: allowing()}, members{"verdicts": {}, "findings": {}}},
		{"verdicts and findings", Sample{Asks: asks("a\"", "b"), Body: body(`"ok"`, "0", `""`, entry(`"b"`, "37", `"x"`))}, members{
			"verdicts": {
				{"account": "a\"", "said": "nothing", "effect": "ALLOW", "cause": "not-answered", "basis": "assumed", "code": nil},
				{"account": "b", "said": "block", "effect": "BLOCK", "cause": "out-of-range", "basis": "documented", "code": 37.0},
			},
			"findings": {
				{
					"rule": "ACT-001", "severity": "MUST", "level": "fail", "account": "", "expected": "OK or FAIL",
					"received": `"ok"`, "message": "ActionStatus is neither OK nor FAIL; it should be OK",
				},
				{
					"rule": "RCD-001", "severity": "MUST", "level": "fail", "account": "b", "expected": "0, or 38000 to 39000",
					"received": "37", "message": "ResultCode is outside the range",
				},
				{
					"rule": "RIT-001", "severity": "SHOULD", "level": "fail", "account": "a\"", "expected": "an item for each account",
					"received": "none for a\"", "message": "there is no item for a\"",
				},
			},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := append(judged(&tt.sample).AppendMembers([]byte{'{'}), '}')
			var got members
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatalf("got %s: %v", text, err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("want against got:\n%s", diff)
			}
		})
	}
}
