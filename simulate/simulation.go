// Package simulate plays the friend requests of many users, and the campaigns of some who misuse them, against a receiver,
// and scores it.
//
// Its rooms are traffic, which draws request number n of a world; load, whose engine sends requests when a schedule says
// they are due; and score, which counts what became of every account. A [Simulation] puts the three together. On top of
// it, search looks for the highest load that a receiver bears, for wordings that it lets through, and for what its
// decision depends on.
package simulate

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Simulation is an engine whose events are scored.
type Simulation struct {
	load.Engine
	Gate conformance.Gate
	// LoadName is how the load was given, for the result.
	LoadName string
	// Setup is what the simulation was made from, for the result; nil is not known.
	Setup *score.Setup
	// Observe is called with every event that counts, one at a time; nil for none.
	Observe func(*load.Event)
	// Watch is called every now and then with what has been found so far; nil for none. It must not
	// take long.
	Watch func(*score.Result)
}

const (
	watchEvery = 500 * time.Millisecond // Watch is called
	// A run ends where nothing has come back for so long: there is nothing to simulate against.
	giveUpAfter = 5 * time.Second
	mostParts   = 8 // of what is counted: each takes two megabytes
)

// scored is a simulation at work. What it counts is in parts, one for each of some processors, so that workers hardly ever
// wait for each other. They never wait for who watches: a part that is gathered is exchanged for an empty one.
type scored struct {
	*Simulation
	plan   score.Plan
	start  time.Time
	parts  []*part
	sum    *score.Result // of what was gathered
	giveUp func()

	observing sync.Mutex
	answered  atomic.Bool // by the receiver, at least once
}

type part struct {
	mu     sync.Mutex
	result *score.Result
}

// Run plays the schedule and scores the receiver. The world begins at start. When ctx ends nothing more is sent, what is
// under way may finish, and the result says that it was interrupted. A receiver that never answers anything ends it too.
func (s *Simulation) Run(ctx context.Context, start time.Time) *score.Result {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	r := s.scored(start, cancel)
	engine := s.Engine
	engine.Record = r.record
	stop, busy := r.watch(), processorTime()
	ended := engine.Run(inner, start)
	stop()
	result := r.gather()
	result.Took = ended.Took
	result.Processors = min(float64(processorTime()-busy)/float64(max(ended.Took, 1))/float64(runtime.NumCPU()), 1)
	result.Interrupted = ctx.Err() != nil
	if ended.Stopped > 0 {
		result.Stop(&s.Schedule, ended.Stopped)
	}
	s.count(result)
	return result
}

func (s *Simulation) scored(start time.Time, giveUp func()) *scored {
	r := &scored{Simulation: s, plan: s.Plan(), start: start, giveUp: giveUp}
	r.sum = r.blank()
	for range min(runtime.GOMAXPROCS(0), mostParts) {
		r.parts = append(r.parts, &part{result: r.blank()})
	}
	return r
}

// blank is the result of nothing yet.
func (r *scored) blank() *score.Result {
	result := score.NewResult()
	result.Plan, result.Setup, result.Shards = r.plan, r.Setup, []uint64{r.Schedule.Shard.Index}
	result.Started, result.Pacing = r.start.Round(0).UTC(), r.Pacing
	return result
}

// gather is what was counted so far. It is for one goroutine at a time.
func (r *scored) gather() *score.Result {
	for _, p := range r.parts {
		p.mu.Lock()
		counted := p.result
		p.result = r.blank()
		p.mu.Unlock()
		r.sum.AddCounts(counted)
	}
	return r.sum
}

// Plan is what a run is to do.
func (s *Simulation) Plan() score.Plan {
	b := s.Schedule.Bounds()
	p := score.Plan{
		Target: s.Wire.Target.String(), Seed: s.Generator.Seed(), World: s.Generator.Digest(), Load: s.LoadName, Loop: "open",
		WarmUp: s.Schedule.WarmUp, Count: s.Schedule.Count, Duration: s.Schedule.Duration, Shards: max(s.Schedule.Shard.Of, 1),
		Deadline: cmp.Or(s.Client.Deadline, callback.Deadline), Assume: s.Judge.Assume.String(), Number: b.Warm, Last: b.End,
	}
	if s.Jobs > 0 {
		p.Loop = fmt.Sprintf("closed loop, %d at a time", s.Jobs)
	}
	return p
}

// Comparable says why a run could not be compared with an earlier one, before it is made.
func (s *Simulation) Comparable(before *score.Result) error {
	p := s.Plan()
	return before.Plan.Unlike(&p, before.Setup, s.Setup)
}

// count says how many requests of its label there were up to the first that was caught. It looks at the whole stream,
// not only at this shard's part, so that the shards' results can be merged.
func (s *Simulation) count(r *score.Result) {
	last := uint64(0)
	for _, t := range r.Labels {
		if t.Caught != nil {
			last = max(last, t.Caught.Number+1)
		}
	}
	if len(s.Generator.Labels()) == 1 {
		last = 0
	}
	seen := map[traffic.Label]uint64{}
	for n := r.Plan.Number; n < last; n++ {
		label := s.Generator.Label(n, s.Schedule.Pacer.Due(n))
		seen[label]++
		if t := r.Labels[label]; t != nil && t.Caught != nil && t.Caught.Number == n {
			t.Caught.Among = seen[label]
		}
	}
}

// record counts an event, or the warm-up.
func (r *scored) record(worker int, e *load.Event) {
	switch {
	case r.answered.Load():
	case len(e.Exchange.Received) > 0:
		r.answered.Store(true)
	case time.Since(r.start) > giveUpAfter:
		r.giveUp()
	}
	p := r.parts[worker%len(r.parts)]
	p.mu.Lock()
	if e.Warm {
		p.result.Warm++
	} else {
		p.result.Add(e, r.Gate)
	}
	p.mu.Unlock()
	if r.Observe != nil && !e.Warm {
		r.observing.Lock()
		defer r.observing.Unlock()
		r.Observe(e)
	}
}

// watch calls Watch until stop is called.
func (r *scored) watch() (stop func()) {
	if r.Watch == nil {
		return func() {}
	}
	done := make(chan struct{})
	var over sync.WaitGroup
	over.Go(func() {
		ticker := time.NewTicker(watchEvery)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
			}
			so := r.blank()
			so.AddCounts(r.gather())
			so.Took = time.Since(r.start)
			so.Stop(&r.Schedule, so.Took) // what was due by now, as if it ended here
			r.Watch(so)
		}
	})
	return func() {
		close(done)
		over.Wait()
	}
}
