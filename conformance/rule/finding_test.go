package rule

import "testing"

func TestRemedy(t *testing.T) {
	f := Finding{Rule: &Rule{Fix: "of the rule"}}
	if got := f.Remedy(); got != "of the rule" {
		t.Errorf("got the remedy %q, want the rule's", got)
	}
	if f.Fix = "here"; f.Remedy() != "here" {
		t.Errorf("got the remedy %q, want the finding's own", f.Remedy())
	}
}
