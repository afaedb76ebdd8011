package simulate

import (
	"testing"

	"github.com/chatcb/chatcb/simulate/internal/receiver"
)

// newSimulation2 is a simulation against the receiver, ready to be changed.
func newSimulation2(t *testing.T, w World, p *receiver.Piped, s Schedule) *Simulation {
	t.Helper()
	g, err := New(w)
	if err != nil {
		t.Fatal(err)
	}
	c := p.Client(t)
	return &Simulation{LoadName: "test", Engine: Engine{
		Generator: g, Schedule: s, Client: c, Pacing: Grouped,
		Wire: Wire{Target: c.Target, Head: c.Target.Head(), AppID: "1400000000"},
	}}
}

// marked2 is a campaign whose wordings a receiver can tell, so that the truth is known on both sides.
func marked2() World {
	return World{Seed: 5, MaxItems: 1, Campaigns: []Campaign{{Kind: "spam-blast", Share: 0.2, Text: "SPAM {f}"}}}
}
