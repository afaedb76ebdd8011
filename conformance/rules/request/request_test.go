package request

import "testing"

// TestRules wants the files of the rules without mistakes, and a check of every rule.
func TestRules(t *testing.T) {
	t.Parallel()
	if n := len(rules()); n != len(checks) {
		t.Errorf("got %d rules, want %d", n, len(checks))
	}
}
