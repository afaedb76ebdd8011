// Package load sends drawn requests when they are due, and judges the answers.
//
// A [Pacer] is a pure function that says when request n is due; a [Schedule] says which requests of a stream are sent, or
// which of its shards. An [Engine] keeps it, with an open or a closed loop, and hands each [Event] to one function.
package load

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/internal/leader"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// DefaultMaxConnections is how many connections an open loop opens at most if nothing else is said.
const DefaultMaxConnections = 1000

// Engine plays a schedule against a receiver and judges every answer.
//
// In an open loop a request is due when the schedule says so, however slow the receiver is. A connection is opened when
// none is free, up to MaxConnections; past that requests wait. Latency counts from when a request was due, so waiting
// counts, for the deadline as well: Chat would have sent it.
type Engine struct {
	Generator  *traffic.Generator
	Schedule   Schedule
	Wire       Wire
	Client     *delivery.Client
	Judge      conformance.Judge
	Conditions Conditions
	// Jobs makes a closed loop: so many at a time, the next when one is answered. The pacer then only says what time it
	// is in the world.
	Jobs           int    `flag:"jobs" atleast:"0"`
	MaxConnections int    `flag:"max-connections" atleast:"1"` // of an open loop; 0 means DefaultMaxConnections
	Pacing         Pacing `flag:"pacing" default:"precise" oneof:"precise,grouped"`
	// WorldTime leaves EventTime to the world's clock; else it is when the request is due.
	WorldTime bool
	// Items is how many friends each benign request is for; 0 leaves it to the world.
	Items int
	// Record takes every event, that of the warm-up too. Workers, which are numbered from 0, call it side by side, each for
	// one event at a time.
	Record func(worker int, e *Event)
}

// Event is one judged request of a run. Its exchange starts when the request was due: waiting counts. It is good until the
// function that it is given to returns.
type Event struct {
	conformance.Judged
	Draw   *traffic.Draw
	Due    time.Duration // after the start of the run
	Warm   bool          // it belongs to the warm-up and does not count
	Late   time.Duration // chatcb's own lateness
	Waited time.Duration // for a free connection
	Sent   time.Duration // when it left, after the start of the run
}

// Pacing is how the time is awaited at which a request is due.
type Pacing string

const (
	// Precise wakes for every request: some hundredths of a millisecond late, at the price of some system calls each.
	Precise Pacing = "precise"
	// Grouped leaves it to the runtime's timers: requests leave in groups, up to a millisecond or so late, for less
	// processor time.
	Grouped Pacing = "grouped"
)

func (p Pacing) alarm(ctx context.Context) clock.Alarm {
	if p == Precise {
		return clock.NewAlarm(ctx)
	}
	return clock.NewTimer(ctx)
}

// run is an engine at work.
type run struct {
	*Engine
	ctx    context.Context // ends the waiting
	wire   context.Context // never ends: what is in flight may finish
	start  time.Time
	head   *head
	bounds Bounds
	alarm  clock.Alarm   // of an open loop
	next   atomic.Uint64 // the shard's next request
	made   atomic.Int64  // workers
}

func (e *Engine) newRun(ctx context.Context, start time.Time) *run {
	return &run{
		Engine: e, ctx: ctx, wire: context.WithoutCancel(ctx), start: start, head: e.Wire.newHead(e.Generator.Webhook()),
		bounds: e.Schedule.Bounds(),
	}
}

// Ended is how a run of an engine ended.
type Ended struct {
	Took    time.Duration // until the last answer
	Stopped time.Duration // after the start, when ctx ended before that; else zero
}

// Run plays the schedule; the world begins at start. It returns when all that was sent is answered or given up; when ctx
// ends, it sends nothing any more.
func (e *Engine) Run(ctx context.Context, start time.Time) Ended {
	r := e.newRun(ctx, start)
	var stopped atomic.Int64 // nanoseconds after the start
	forget := context.AfterFunc(ctx, func() { stopped.Store(int64(max(time.Since(start), 1))) })
	defer forget()
	if e.Jobs > 0 {
		var all sync.WaitGroup
		for range e.Jobs {
			all.Go(r.newWorker().closedLoop)
		}
		all.Wait()
	} else {
		r.alarm = e.Pacing.alarm(ctx)
		leader.Run(cmp.Or(e.MaxConnections, DefaultMaxConnections), func() leader.Worker { return r.newWorker() })
		r.alarm.Close()
	}
	ended := Ended{Took: time.Since(start)}
	if ctx.Err() != nil {
		ended.Stopped = cmp.Or(time.Duration(stopped.Load()), ended.Took)
	}
	return ended
}
