package answer

import (
	"slices"
	"testing"

	"github.com/chatcb/chatcb/conformance/rule"
)

// TestChecks wants a check of every rule unless it is a guard, and the facts that call for it.
func TestChecks(t *testing.T) {
	for _, rule := range table {
		if checks := rule.check != nil; checks == rule.Guard || checks != (rule.when != 0) {
			t.Errorf("%s: got check %v, facts %b, guard %v", rule.ID, checks, rule.when, rule.Guard)
		}
	}
}

// Every proof is of a rule.
func TestProofsAreOfRules(t *testing.T) {
	t.Parallel()
	for id := range rule.ReadProofs(proofs, false) {
		if !slices.ContainsFunc(table, func(e *element) bool { return e.ID == id }) {
			t.Errorf("there is no rule %s", id)
		}
	}
}
