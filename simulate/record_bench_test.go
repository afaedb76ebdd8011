package simulate

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// GiveUpAfter is for the tests outside.
const GiveUpAfter = giveUpAfter

// BenchmarkRecord counts events on all processors at once, as the workers of an engine do.
func BenchmarkRecord(b *testing.B) {
	target, err := delivery.ParseTarget("http://localhost/")
	if err != nil {
		b.Fatal(err)
	}
	g, err := traffic.New(traffic.World{Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	r := Simulation{Engine: load.Engine{
		Generator: g, Schedule: load.Schedule{Pacer: load.Constant(1000)}, Client: &delivery.Client{Target: target}, Wire: load.Wire{Target: target},
	}}
	all, workers := r.scored(time.Now(), nil), atomic.Int64{}
	b.RunParallel(func(pb *testing.PB) {
		worker := int(workers.Add(1))
		e := load.Event{
			Draw: &traffic.Draw{Label: traffic.Benign},
			Judged: conformance.Judged{
				Exchange:  &exchange.Exchange{Reused: true},
				Judgement: &conformance.Judgement{Verdicts: []conformance.Verdict{{Said: conformance.SaidAllow, Effect: conformance.Allow, Cause: callback.Said}}},
			},
		}
		for pb.Next() {
			e.Number++
			at := time.Duration(e.Number%1000) * time.Microsecond
			e.Exchange.Phases = exchange.Phases{Write: at, FirstByte: 2 * at, LastByte: 3 * at}
			all.record(worker, &e)
		}
	})
}
