package conformance

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/conformance/rule"
)

func TestGate(t *testing.T) {
	for _, tt := range []struct {
		gate  Gate
		fails map[rule.Severity]map[rule.Level]bool // those that are not here pass
	}{
		{Gate{}, map[rule.Severity]map[rule.Level]bool{rule.Must: {rule.Fail: true}, rule.MustLinked: {rule.Fail: true}, rule.Should: {rule.Fail: true}, rule.Advisory: {rule.Fail: true}}},
		{Gate{Strict: true}, map[rule.Severity]map[rule.Level]bool{
			rule.Must: {rule.Fail: true, rule.Warn: true}, rule.MustLinked: {rule.Fail: true, rule.Warn: true}, rule.Should: {rule.Fail: true, rule.Warn: true},
			rule.Advisory: {rule.Fail: true, rule.Warn: true},
		}},
		{Gate{FailOn: rule.Must}, map[rule.Severity]map[rule.Level]bool{rule.Must: all, rule.MustLinked: all}},
		{Gate{FailOn: rule.Must, Strict: true}, map[rule.Severity]map[rule.Level]bool{rule.Must: all, rule.MustLinked: all}},
		{Gate{FailOn: rule.Should}, map[rule.Severity]map[rule.Level]bool{rule.Must: all, rule.MustLinked: all, rule.Should: all}},
		{Gate{FailOn: rule.Advisory}, map[rule.Severity]map[rule.Level]bool{rule.Must: all, rule.MustLinked: all, rule.Should: all, rule.Advisory: all}},
	} {
		for _, severity := range []rule.Severity{rule.Must, rule.MustLinked, rule.Should, rule.Advisory} {
			for level := range all {
				if got, want := tt.gate.Fails(severity, level), tt.fails[severity][level]; got != want {
					t.Errorf("%+v: got %v for %s %s, want %v", tt.gate, got, severity, level, want)
				}
			}
		}
	}
}

// all are the levels, each of which fails.
var all = map[rule.Level]bool{rule.Fail: true, rule.Warn: true, rule.Note: true}

// TestAppendMembers reads the members back.
func TestAppendMembers(t *testing.T) {
	type members = map[string][]map[string]any
	for _, tt := range []struct {
		name   string
		sample rule.Sample
		want   members
	}{
		{"nothing", rule.Sample{Asks: rule.Asks(), Body: sampleAllowing()}, members{"verdicts": {}, "findings": {}}},
		{"verdicts and findings", rule.Sample{Asks: rule.Asks("a\"", "b"), Body: sampleBody(`"ok"`, "0", `""`, sampleEntry(`"b"`, "37", `"x"`))}, members{
			"verdicts": {
				{"account": "a\"", "said": "nothing", "effect": "ALLOW", "cause": "not-answered", "basis": "assumed", "code": nil},
				{"account": "b", "said": "block", "effect": "BLOCK", "cause": "out-of-range", "basis": "assumed", "code": 37.0},
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
