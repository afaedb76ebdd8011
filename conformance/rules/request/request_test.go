package request

import "testing"

// TestRequestChecks wants a check of every rule.
func TestRequestChecks(t *testing.T) {
	for _, rule := range table {
		if rule.check == nil || rule.Guard || rule.ID[:2] != "RQ" {
			t.Errorf("%s: got check %v, guard %v", rule.ID, rule.check != nil, rule.Guard)
		}
	}
}
