package answer

import (
	"slices"
	"testing"
)

// TestChecks wants a check of every rule unless it is a guard, and the facts that call for it.
func TestChecks(t *testing.T) {
	t.Parallel()
	for i, rule := range slices.Collect(Rules()) {
		if c := table.Checks[i]; c.ID != rule.ID || (c.Find != nil) == rule.Guard || (c.Find != nil) != (c.When != 0) {
			t.Errorf("%s: got the check %s, facts %b, guard %v", rule.ID, c.ID, c.When, rule.Guard)
		}
	}
}
