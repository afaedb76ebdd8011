package answer

import "testing"

// TestChecks wants a check of every rule unless it is a guard, and the facts that call for it.
func TestChecks(t *testing.T) {
	for _, rule := range table {
		if checks := rule.check != nil; checks == rule.Guard || checks != (rule.when != 0) {
			t.Errorf("%s: got check %v, facts %b, guard %v", rule.ID, checks, rule.when, rule.Guard)
		}
	}
}
