package score

import (
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Counting what is as it should be costs no allocation once every count has been made.
func TestAddAllocatesNothing(t *testing.T) {
	e := load.Event{
		Draw: &traffic.Draw{Label: "spam-blast"},
		Judged: conformance.Judged{
			Exchange:  &exchange.Exchange{},
			Judgement: &conformance.Judgement{Verdicts: []conformance.Verdict{{Said: conformance.SaidBlock, Effect: conformance.Block, Cause: callback.Said}}},
		},
	}
	e.Exchange.Phases = exchange.Phases{Write: time.Millisecond, FirstByte: 2 * time.Millisecond, LastByte: 2 * time.Millisecond}
	r := NewResult()
	if got := testing.AllocsPerRun(2000, func() {
		r.Add(&e, conformance.Gate{})
		e.Number++
	}); got > 0 || r.Labels["spam-blast"].Blocked != e.Number {
		t.Errorf("got %v allocations and %d blocked, want none and %d", got, r.Labels["spam-blast"].Blocked, e.Number)
	}
}
