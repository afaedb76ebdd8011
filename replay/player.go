package replay

import (
	"cmp"
	"context"
	"iter"
	"sync"
	"time"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/internal/leader"
)

// OrderBy says whose requests are sent one after the other, each when the one before has its answer.
type OrderBy string

// The orders.
const (
	ByFrom  OrderBy = "from" // those of one From_Account
	ByTo    OrderBy = "to"   // those that ask about one account first
	ByNoOne OrderBy = "none"
)

// defaultJobs is how many requests are under way at a time, at most, where nothing else is said: with the timing Max, and
// with others, where a job that waits costs next to nothing and one that is missing makes others late.
const (
	defaultJobs      = 256
	defaultJobsAtMax = 16
)

// backlog is how many records can wait for the one before theirs in the order of their user.
const backlog = 1024

// Player sends captured requests again. Set its fields before Run. The tags are the flags of chatcb replay.
type Player struct {
	Client   *delivery.Client
	Against  *delivery.Client // nil for none
	Timing   Timing           `flag:"timing" default:"original" complete:"timing…"`
	Jobs     int              `flag:"jobs" atleast:"0"` // 0 means a default
	OrderBy  OrderBy          `flag:"order-by" default:"from" oneof:"from,to,none"`
	Renewal  Renewal          // of each request, for the target of either
	Judge    conformance.Judge
	Baseline *Baseline // compared with instead of the recorded answers; nil for those
	// Waiting is called about once a second while the next request is due only after more than LongWait; nil for none.
	// It must not take long.
	Waiting func(left time.Duration)

	alarm clock.Alarm // of a test; nil means that of the system
}

// longWait is how long a wait is that Waiting is told of.
const longWait = 3 * time.Second

// Run sends the records, which must come in the order of their time, and ranges over the results in the order in which
// they come. An error, of the records or of spelling a request, is the last element. When ctx ends nothing more is sent;
// what is under way may finish.
func (p *Player) Run(ctx context.Context, records iter.Seq2[*capture.Record, error]) iter.Seq2[*Result, error] {
	return func(yield func(*Result, error) bool) {
		jobs := p.Jobs
		if jobs <= 0 {
			jobs = defaultJobs
			if p.Timing.Max {
				jobs = defaultJobsAtMax
			}
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		next, stop := iter.Pull2(records)
		defer stop()
		r := &run{
			Player: p, ctx: ctx, pull: next, free: make(chan *job, jobs+backlog), results: make(chan *job, jobs),
			chains: chains{last: make(map[string]*job)}, alarm: p.alarm,
		}
		if r.alarm == nil {
			r.alarm = clock.NewAlarm(ctx)
			defer r.alarm.Close()
		}
		for range cap(r.free) {
			r.free <- &job{}
		}
		go func() {
			leader.Run(jobs, func() leader.Worker { return &worker{run: r} })
			close(r.results)
		}()
		wanted := true
		for j := range r.results {
			if wanted && !yield(&j.result, nil) {
				wanted = false
				cancel()
			}
			r.free <- j
		}
		if wanted && r.err != nil {
			yield(nil, r.err)
		}
	}
}

// run is one run of a player. Its workers take turns at leading: see package leader.
type run struct {
	*Player
	ctx     context.Context
	free    chan *job // jobs that nobody uses: the bound of what is read ahead
	results chan *job
	chains  chains

	// The rest is the leader's.
	alarm clock.Alarm
	pull  func() (*capture.Record, error, bool)
	err   error
	n     uint64        // records so far
	start time.Time     // of the replay
	due   time.Duration // of the latest record
	last  time.Time     // its recorded time
}

// worker sends one captured request after the other.
type worker struct {
	*run
	job *job
}

// Lead reads the next record and waits until it is due. One that must come after the answer to another is left to the
// worker that waits for this answer.
func (w *worker) Lead(time.Time) bool {
	for {
		w.job = <-w.free
		if !w.load(w.job) || w.wait(w.start.Add(w.due)) != nil {
			w.free <- w.job
			return false
		}
		if w.chains.begin(w.job) {
			return true
		}
	}
}

// Work sends the request, and after it those that had to wait for its answer, unless the context has ended meanwhile.
func (w *worker) Work() {
	w.job.deliver(w.run)
	following := w.chains.next(w.job)
	w.results <- w.job
	for j := following; j != nil; j = following {
		if w.ctx.Err() != nil {
			following = w.chains.next(j)
			w.free <- j
			continue
		}
		_ = j.prepare(w.run, time.Now()) // it has been spelt before, only earlier
		j.deliver(w.run)
		following = w.chains.next(j)
		w.results <- j
	}
}

// load reads the next record into j. It reports false at the end.
func (r *run) load(j *job) bool {
	rec, err, ok := r.pull()
	if err != nil || !ok {
		r.err = err
		return false
	}
	at := rec.Exchange.Start
	if r.n == 0 {
		r.start = time.Now()
	} else {
		r.due = r.Timing.Due(r.n, r.due, at.Sub(r.last))
	}
	r.last = at
	r.n++
	j.load(r, rec)
	if r.err = j.prepare(r, r.start.Add(r.due)); r.err != nil {
		return false
	}
	return true
}

// wait returns at the time until, when the next request is due.
func (r *run) wait(until time.Time) error {
	if r.Timing.Max {
		return r.ctx.Err()
	}
	for left := time.Until(until); r.Waiting != nil && left > longWait; left = time.Until(until) {
		r.Waiting(left)
		if err := r.alarm.Wait(time.Now().Add(min(left-longWait, time.Second))); err != nil {
			return err
		}
	}
	return r.alarm.Wait(until)
}

// chains keeps the requests of one user in their order.
type chains struct {
	mu   sync.Mutex
	last map[string]*job // of every user who has a request under way, the last that waits for its end, or that one
}

// begin reports whether j can be sent now; if not, the one under way finds it by next.
func (c *chains) begin(j *job) bool {
	if j.key == "" {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.last[j.key]
	c.last[j.key], j.next = j, nil
	if before != nil {
		before.next = j
	}
	return before == nil
}

// next returns the one that waited for the end of j.
func (c *chains) next(j *job) *job {
	if j.key == "" {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if j.next == nil {
		delete(c.last, j.key)
	}
	return j.next
}

func orderKey(by OrderBy, q *conformance.Request) string {
	switch cmp.Or(by, ByFrom) {
	case ByFrom:
		return q.From
	case ByTo:
		if len(q.Accounts) > 0 {
			return q.Accounts[0]
		}
	case ByNoOne:
	}
	return ""
}
