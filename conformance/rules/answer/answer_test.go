package answer

import "testing"

// TestChecks wants a check of every rule unless it is a guard, and the facts that call for it.
func TestChecks(t *testing.T) {
	t.Parallel()
	for i, rule := range rules() {
		if c := checks[i]; c.id != rule.ID || (c.find != nil) == rule.Guard || (c.find != nil) != (c.when != 0) {
			t.Errorf("%s: got the check %s, facts %b, guard %v", rule.ID, c.id, c.when, rule.Guard)
		}
	}
}
