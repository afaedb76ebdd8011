package conformance

import (
	"testing"

	"github.com/chatcb/chatcb/conformance/rule"
)

// The corpus that the rules carry is judged as it declares.
func TestSelfTest(t *testing.T) {
	result := RunSelfTest()
	if len(result.Problems) > 0 || result.Rules < 50 || result.Samples < 300 {
		t.Errorf("got %d rules, %d samples and %v, want the whole corpus without a problem", result.Rules, result.Samples, result.Problems)
	}
	var broken SelfTest
	broken.replay("TYP-002", &rule.Sample{Name: "not what it says", Body: "[]"}, []string{"TYP-002"})
	if len(broken.Problems) != 1 {
		t.Errorf("got %v, want that a wrong sample is noticed", broken.Problems)
	}
}
