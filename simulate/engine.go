package simulate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
)

// DefaultMaxConnections is how many connections an open loop opens at most if nothing else is said.
const DefaultMaxConnections = 1000

// Engine plays a schedule against a receiver and judges every answer.
//
// In an open loop a request is due when the schedule says so, however slow the receiver is. A connection is opened when
// none is free, up to MaxConnections; past that requests wait. Latency counts from when a request was due, so waiting
// counts, for the deadline as well: Chat would have sent it.
type Engine struct {
	Generator *Generator
	Schedule  Schedule
	Wire      Wire
	Client    *delivery.Client // its MaxConnections must be zero: the engine counts
	Judge     conformance.Judge
	Gate      conformance.Gate
	Sender    Sender
	// Jobs makes a closed loop: so many at a time, the next when one is answered. The pacer then only says what time it
	// is in the world.
	Jobs           int
	MaxConnections int // of an open loop; 0 means DefaultMaxConnections
	Pacing         Pacing
	// WorldTime leaves EventTime to the world's clock; else it is when the request is due.
	WorldTime bool
	// LoadName is how the load was given, for the result.
	LoadName string
	// Observe is called with every event that counts, one at a time; nil means nobody is interested.
	Observe func(*Event)
	// Watch is called every now and then with what has been found so far; nil means nobody is interested. It must not
	// take long, and not keep the result.
	Watch func(*Result)

	items int // how many friends each request is for; 0 leaves it to the world
}

// watchEvery is how often Watch is called.
const watchEvery = 500 * time.Millisecond

// run is an engine at work.
type run struct {
	*Engine
	ctx    context.Context // ends the waiting
	wire   context.Context // never ends: what is in flight may finish
	start  time.Time
	head   *head
	bounds Bounds
	all    sync.WaitGroup

	mu     sync.Mutex // guards result, and Observe
	result *Result
	warm   uint64

	next   atomic.Uint64 // of a closed loop: the shard's next request
	baton  baton         // of an open loop
	waiter *waiter       // for whoever holds it
}

// Run plays the schedule; the world begins at start. It returns when all that was sent is answered or given up; when ctx
// ends, it sends nothing any more and the result says that it was interrupted.
func (e *Engine) Run(ctx context.Context, start time.Time) *Result {
	r := &run{
		Engine: e, ctx: ctx, wire: context.WithoutCancel(ctx), start: start, head: e.Wire.newHead(), bounds: e.Schedule.Bounds(),
		result: newResult(),
	}
	r.result.Plan = e.plan(r.bounds)
	r.result.Shards = []uint64{e.Schedule.Shard.Index}
	r.result.Started, r.result.Pacing = start.Round(0).UTC(), e.Pacing
	stop := r.watch()
	var stopped atomic.Int64 // nanoseconds after the start
	forget := context.AfterFunc(ctx, func() { stopped.Store(int64(max(time.Since(start), 1))) })
	if e.Jobs > 0 {
		for range e.Jobs {
			w := r.newWorker()
			r.all.Go(w.closedLoop)
		}
	} else {
		r.waiter = e.Pacing.waiter(ctx)
		defer r.waiter.close()
		r.baton.workers = 1
		w := r.newWorker()
		r.all.Go(func() { w.openLoop(true) })
	}
	r.all.Wait()
	stop()
	r.result.Took = time.Since(start)
	r.result.Warm = r.warm
	forget()
	if r.result.Interrupted = ctx.Err() != nil; r.result.Interrupted {
		r.result.stop(&e.Schedule, time.Duration(stopped.Load()))
	}
	e.count(r.result)
	return r.result
}

func (e *Engine) plan(b Bounds) Plan {
	s := &e.Schedule
	p := Plan{
		Target: e.Wire.Target.String(), Seed: e.Generator.world.Seed, World: e.Generator.Digest(), Load: e.LoadName, Loop: "open",
		WarmUp: s.WarmUp, Count: s.Count, Duration: s.Duration, Shards: max(s.Shard.Of, 1), Deadline: e.Client.Deadline,
		Assume: e.Judge.Assume.String(), Number: b.Warm, Last: b.End,
	}
	if p.Deadline == 0 {
		p.Deadline = callback.Deadline
	}
	if e.Jobs > 0 {
		p.Loop = fmt.Sprintf("closed loop, %d at a time", e.Jobs)
	}
	return p
}

// Digest is a short text that two worlds share only if they are the same in everything but the seed.
func (g *Generator) Digest() string {
	world := g.world
	world.Seed = 0
	text, _ := json.Marshal(world) // plain data: it cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// count says how many requests of its label there were up to the first that was caught. It looks at the whole stream,
// not only at this shard's part, so that the shards' results can be merged.
func (e *Engine) count(r *Result) {
	last := uint64(0)
	for _, t := range r.Labels {
		if t.Caught != nil {
			last = max(last, t.Caught.Number+1)
		}
	}
	if len(e.Generator.campaigns) == 0 {
		last = 0
	}
	seen := map[Label]uint64{}
	for n := r.Plan.Number; n < last; n++ {
		label := Benign
		if c, _ := e.Generator.campaign(n, e.Schedule.Pacer.Due(n)); c != nil {
			label = c.kind.Name
		}
		seen[label]++
		if t := r.Labels[label]; t != nil && t.Caught != nil && t.Caught.Number == n {
			t.Caught.Among = seen[label]
		}
	}
}

// record counts an event, or the warm-up.
func (r *run) record(e *Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.Number < r.bounds.Warm {
		r.warm++
		return
	}
	r.result.add(e, r.Gate)
	if r.Observe != nil {
		r.Observe(e)
	}
}

// watch calls Watch until stop is called.
func (r *run) watch() (stop func()) {
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
			r.mu.Lock()
			r.result.Took = time.Since(r.start)
			r.Watch(r.result)
			r.mu.Unlock()
		}
	})
	return func() {
		close(done)
		over.Wait()
	}
}
