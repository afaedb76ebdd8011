package mockserver

import (
	"testing"
	"time"

	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// Only an answer that a conforming receiver composes, in time, is counted by what was decided without being judged.
func TestPlainAnswers(t *testing.T) {
	for name, tt := range map[string]struct {
		answer   fault.Answer
		took     time.Duration
		injected []fault.Injection
		plain    bool
	}{
		"as decided": {answer: fault.Answer{Status: 200}, plain: true},
		"a fault":    {answer: fault.Answer{Status: 200}, injected: []fault.Injection{{Fault: "x"}}},
		"status":     {answer: fault.Answer{Status: 503}},
		"late":       {answer: fault.Answer{Status: 200}, took: 3 * time.Second},
		"no answer":  {},
	} {
		a := &answered{
			Event: live.Event{Took: tt.took}, answer: tt.answer, injected: tt.injected, counts: live.Decided{Accounts: 2},
			decisions: []policy.Decision{{Account: "bob"}, {Account: "eve", Code: 38001}},
		}
		if a.seal(); a.counts.Plain != tt.plain || a.counts.Denied != 1 || a.Status != tt.answer.Status || len(a.Faults) != len(tt.injected) {
			t.Errorf("%s: got %+v, status %d and faults %v", name, a.counts, a.Status, a.Faults)
		}
	}
}
