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
)

// OrderBy says whose requests are sent one after the other, each when the one before has its answer.
type OrderBy string

// The orders.
const (
	ByFrom  OrderBy = "from" // those of one From_Account
	ByTo    OrderBy = "to"   // those that ask about one account first
	ByNoOne OrderBy = "none"
)

// DefaultJobs is how many requests are under way at a time, at most, where nothing else is said: with the timing Max, and
// with others, where a job that waits costs next to nothing and one that is missing makes others late.
const (
	DefaultJobs      = 256
	DefaultJobsAtMax = 16
)

// backlog is how many records can wait for the one before theirs in the order of their user.
const backlog = 1024

// Player sends captured requests again. Set its fields before Run.
type Player struct {
	Client   *delivery.Client
	Renewal  Renewal // for Client's target
	Against  *delivery.Client
	Renewal2 Renewal // for Against's target
	Timing   Timing
	OrderBy  OrderBy
	Jobs     int // 0 means a default
	Judge    conformance.Judge
	Baseline *Baseline // compared with instead of the recorded answers; nil for those
	// Wait returns at a moment, or with an error when ctx ended first; nil means [pace.Wait].
	Wait func(ctx context.Context, until time.Time) error
}

// Run sends the records, which must come in the order of their time, and ranges over the results in the order in which
// they come. An error, of the records or of spelling a request, is the last element. When ctx ends nothing more is sent;
// what is under way may finish.
func (p *Player) Run(ctx context.Context, records iter.Seq2[*capture.Record, error]) iter.Seq2[*Result, error] {
	return func(yield func(*Result, error) bool) {
		jobs := p.Jobs
		if jobs <= 0 {
			jobs = DefaultJobs
			if p.Timing.Max {
				jobs = DefaultJobsAtMax
			}
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		next, stop := iter.Pull2(records)
		defer stop()
		r := &run{
			Player: p, ctx: ctx, pull: next, free: make(chan *turn, jobs+backlog), results: make(chan *turn, jobs),
			lead: make(chan struct{}, 1), chains: chains{busy: make(map[string][]*turn)},
		}
		r.lead <- struct{}{}
		for range cap(r.free) {
			r.free <- &turn{}
		}
		r.work(jobs)
		wanted := true
		for t := range r.results {
			if wanted && !yield(&t.result, nil) {
				wanted = false
				cancel()
			}
			r.free <- t
		}
		if wanted && r.err != nil {
			yield(nil, r.err)
		}
	}
}

// run is one run of a player. Its workers take turns at leading: the one that leads reads the next record, waits until
// it is due, and sends it itself, while another takes the lead. So nothing stands between waking up and sending.
type run struct {
	*Player
	ctx     context.Context
	free    chan *turn // turns that nobody uses: the bound of what is read ahead
	results chan *turn
	chains  chains

	// lead holds one token; who has it leads, and what follows is its own. It is no mutex: one for which many wait long
	// hands over with the processor, so that the one who lets go, to send at once, would have to wait for another.
	lead  chan struct{}
	pull  func() (*capture.Record, error, bool)
	ended bool
	err   error
	n     uint64        // records so far
	start time.Time     // of the replay
	due   time.Duration // of the latest record
	last  time.Time     // its recorded time
}

func (r *run) work(jobs int) {
	var workers sync.WaitGroup
	for range jobs {
		workers.Go(func() {
			for t := r.next(); t != nil; t = r.next() {
				_ = r.wait(t, 0) // its context may have ended within the handover: this one has begun
				for t != nil {
					t.deliver(r)
					following := r.following(t.key)
					r.results <- t
					if t = following; t != nil {
						_ = t.prepare(r, time.Now()) // it has been spelt before, only earlier
					}
				}
			}
		})
	}
	go func() {
		workers.Wait()
		close(r.results)
	}()
}

// following returns what waited for the end of the one with this key. When the context has ended it is not sent any more.
func (r *run) following(key string) *turn {
	t := r.chains.next(key)
	for ; t != nil && r.ctx.Err() != nil; t = r.chains.next(key) {
		r.free <- t
	}
	return t
}

// next returns the next turn to be taken when it is due, or nil when there is none.
func (r *run) next() *turn {
	<-r.lead
	defer func() { r.lead <- struct{}{} }()
	for !r.ended {
		t := <-r.free
		if !r.load(t) || r.wait(t, handover) != nil {
			r.ended = true
			r.free <- t
			return nil
		}
		if r.chains.begin(t) {
			return t
		}
	}
	return nil
}

// load reads the next record into t. It reports false at the end.
func (r *run) load(t *turn) bool {
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
	t.load(r, rec)
	if r.err = t.prepare(r, r.start.Add(r.due)); r.err != nil {
		return false
	}
	return true
}

// handover is how long before a request is due its worker gives the lead away: to wake another one takes a while.
const handover = 200 * time.Microsecond

// wait returns when t is due, or so long before.
func (r *run) wait(t *turn, before time.Duration) error {
	if r.Timing.Max {
		return r.ctx.Err()
	}
	wait := r.Wait
	if wait == nil {
		wait = clock.Wait
	}
	return wait(r.ctx, r.start.Add(t.result.Due-before))
}

// chains keeps the requests of one user in their order.
type chains struct {
	mu   sync.Mutex
	busy map[string][]*turn // who has a request under way, and what waits for its end
}

// begin reports whether t can be sent now; if not, whoever is under way will find it by next.
func (c *chains) begin(t *turn) bool {
	if t.key == "" {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	waiting, busy := c.busy[t.key]
	if busy {
		c.busy[t.key] = append(waiting, t)
		return false
	}
	c.busy[t.key] = nil
	return true
}

// next returns what waited for the one with this key that has just ended.
func (c *chains) next(key string) *turn {
	if key == "" {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	waiting := c.busy[key]
	if len(waiting) == 0 {
		delete(c.busy, key)
		return nil
	}
	c.busy[key] = waiting[1:]
	return waiting[0]
}

func orderKey(by OrderBy, asked *conformance.Request) string {
	switch cmp.Or(by, ByFrom) {
	case ByFrom:
		return asked.From
	case ByTo:
		if len(asked.Accounts) > 0 {
			return asked.Accounts[0]
		}
	case ByNoOne:
	}
	return ""
}
