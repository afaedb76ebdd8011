package check

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

// Advise says where the code is that keeps the rules, and why a backend may refuse everybody.
func Advise(t *term.Terminal, run *result.Run, contact *report.Contact) {
	if x := firstExchange(run); x != nil && run.Cause != "" {
		contact.ShowHint(t, x)
	}
	for i := range run.Cases {
		if c := &run.Cases[i]; c.Fails && len(c.Findings) > 0 {
			t.Printf("%s  chatcb explain %s --lang node\n", t.Label("code"), c.Findings[0].Rule)
			return
		}
	}
}

// firstExchange is the first of a run, or nil. Where no case ran it is one without a connection, if that is why.
func firstExchange(run *result.Run) *exchange.Exchange {
	for i := range run.Cases {
		if steps := run.Cases[i].Steps; len(steps) > 0 {
			return &steps[0].Exchange
		}
	}
	if strings.Contains(run.Cause, string(callback.NoConnection)) {
		return &exchange.Exchange{Failure: exchange.Failure{Cause: callback.NoConnection}}
	}
	return nil
}
