package simulate_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

func plainSimulation(t testing.TB, c *delivery.Client) *simulate.Simulation {
	g, err := traffic.New(traffic.World{Seed: 1, MaxItems: 1, Campaigns: []traffic.Campaign{{Kind: "spam-blast"}, {Kind: "evasion"}}})
	if err != nil {
		t.Fatal(err)
	}
	return &simulate.Simulation{Engine: load.Engine{
		Generator: g, Client: c, Pacing: load.Grouped,
		Wire: load.Wire{Target: c.Target, AppID: "1400000000", Token: "secret"},
	}}
}

// Memory does not grow with the length of a run: what twenty thousand requests leave behind is what two thousand do.
func TestMemoryIsConstant(t *testing.T) {
	if testing.Short() {
		t.Skip("sends twenty thousand requests")
	}
	e := plainSimulation(t, loopback(t))
	e.Jobs = 64
	used := func(count uint64) uint64 {
		e.Schedule = load.Schedule{Pacer: load.Constant(1000), Count: count}
		r := e.Run(t.Context(), time.Now())
		runtime.GC()
		runtime.GC() // what a sync.Pool holds outlives one collection
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if r.Requests != count || r.Labels[traffic.Benign].Opened() > 0 {
			t.Fatalf("got %d requests, %d let in, want %d", r.Requests, r.Labels[traffic.Benign].Opened(), count)
		}
		runtime.KeepAlive(r)
		return m.HeapAlloc
	}
	used(2000)
	short := used(2000)
	long := used(20_000)
	if long > short+2<<20 {
		t.Errorf("got %d KiB after ten times as many requests, want about %d", long>>10, short>>10)
	}
}
