package search

import (
	"testing"

	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/internal/receiver"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// newSimulation is a simulation against the receiver, ready to be changed.
func newSimulation(t *testing.T, w traffic.World, p *receiver.Piped, s load.Schedule) *simulate.Simulation {
	t.Helper()
	g, err := traffic.New(w)
	if err != nil {
		t.Fatal(err)
	}
	c := p.Client(t)
	return &simulate.Simulation{LoadName: "test", Engine: load.Engine{
		Generator: g, Schedule: s, Client: c, Pacing: load.Grouped,
		Wire: load.Wire{Target: c.Target, Head: c.Target.Head(), AppID: "1400000000"},
	}}
}

// marked is a campaign whose wordings a receiver can tell, so that the truth is known on both sides.
func marked() traffic.World {
	return traffic.World{Seed: 5, MaxItems: 1, Campaigns: []traffic.Campaign{{Kind: "spam-blast", Share: 0.2, Text: "SPAM {f}"}}}
}
