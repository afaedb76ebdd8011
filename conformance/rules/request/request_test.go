package request

import (
	"slices"
	"testing"

	"github.com/chatcb/chatcb/conformance/rule"
)

// TestRequestChecks wants a check of every rule.
func TestRequestChecks(t *testing.T) {
	for _, rule := range table {
		if rule.check == nil || rule.Guard || rule.ID[:2] != "RQ" {
			t.Errorf("%s: got check %v, guard %v", rule.ID, rule.check != nil, rule.Guard)
		}
	}
}

// Every proof is of a rule.
func TestProofsAreOfRules(t *testing.T) {
	t.Parallel()
	for id := range rule.ReadProofs(proofs, true) {
		if !slices.ContainsFunc(table, func(e *element) bool { return e.ID == id }) {
			t.Errorf("there is no rule %s", id)
		}
	}
}
