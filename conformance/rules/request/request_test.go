package request

import "testing"

// TestChecks wants a check of every rule, and the facts that call for it.
func TestChecks(t *testing.T) {
	t.Parallel()
	i := 0
	for rule := range Rules() {
		if c := table.Checks[i]; c.ID != rule.ID || c.Find == nil || c.When == 0 {
			t.Errorf("%s: got the check %s, facts %b", rule.ID, c.ID, c.When)
		}
		i++
	}
}
