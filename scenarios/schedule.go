package scenarios

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

// waitingJobs is how many cases that mostly wait may run side by side.
const waitingJobs = 32

// schedule runs the jobs: the first request alone, then what can run side by side, then what must be alone, then the
// look whether the receiver is still there.
func (s *Suite) schedule(ctx context.Context, jobs []*job) {
	c := &conductor{suite: s, total: len(jobs)}
	at := make(map[Place][]*job)
	for _, j := range jobs {
		if j.reason != "" {
			c.skip(j)
			continue
		}
		at[j.scenario.Place] = append(at[j.scenario.Place], j)
	}
	if s.Shuffle {
		beside := at[Beside]
		s.random("shuffle").Shuffle(len(beside), func(i, k int) { beside[i], beside[k] = beside[k], beside[i] })
	}
	if !c.open(ctx, at[First]) {
		return
	}
	if s.unserved != nil { // nothing beside another then
		at[Alone] = slices.Concat(at[Waiting], at[Beside], at[Alone])
		at[Waiting], at[Beside] = nil, nil
		kept := s.Client.Fresh
		s.Client.Fresh = true
		defer func() { s.Client.Fresh = kept }()
	}
	var wg sync.WaitGroup
	wg.Go(func() { c.all(ctx, at[Waiting], waitingJobs) })
	c.all(ctx, at[Beside], s.Jobs)
	wg.Wait()
	c.all(ctx, at[Alone], 1)
	c.all(ctx, at[Last], 1)
}

// lastWait is how long after the deadline an exchange may go on when the run is interrupted.
const lastWait = time.Second

// outlive is a context that ends some time after ctx does, or when it is cut.
func outlive(ctx context.Context, by time.Duration) (_ context.Context, cut context.CancelFunc) {
	longer, end := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		if pause(longer, by) {
			end()
		}
	})
	return longer, func() {
		stop()
		end()
	}
}

// conductor runs jobs and tells of them.
type conductor struct {
	suite *Suite
	total int

	stop atomic.Bool  // nothing new is to start
	hung atomic.Bool  // the case before left something unanswered
	dead atomic.Int32 // cases in which nothing was answered in time, not even what is legal
	mu   sync.Mutex
	done int
}

// open sends the first request of the run. It reports whether there is a receiver at all.
func (c *conductor) open(ctx context.Context, jobs []*job) bool {
	s := c.suite
	t := s.newCaseRun(ctx, &Scenario{ID: "first"}, &result.Case{ID: "first"})
	first := t.Send(result.Probe, "first", s.firstRequest())
	if first.cut {
		return false // no answer came because nobody waited for it
	}
	s.first = first
	s.unserved = t.besideKept()
	c.all(context.WithoutCancel(ctx), jobs, 1) // that case looks at what there is, and sends nothing
	return ctx.Err() == nil && !Unreachable(s.first)
}

func (c *conductor) all(ctx context.Context, jobs []*job, limit int) {
	queue := make(chan *job)
	var wg sync.WaitGroup
	for range min(limit, len(jobs)) {
		wg.Go(func() {
			for j := range queue {
				c.one(ctx, j)
			}
		})
	}
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	wg.Wait()
}

func (c *conductor) one(ctx context.Context, j *job) {
	if ctx.Err() != nil || c.stop.Load() {
		return
	}
	if c.dead.Load() >= enoughDead && !essential(j.scenario) {
		c.mu.Lock()
		c.suite.leftOut++
		c.mu.Unlock()
		return
	}
	if c.hung.Swap(false) {
		c.awaitReceiver(ctx)
	}
	t := c.suite.newCaseRun(ctx, j.scenario, j.out)
	t.Case.Started = time.Now()
	t.perform(j.variant.Run)
	c.suite.Client.Forget(int(t.held.Load()))
	t.Case.Took = time.Since(t.Case.Started)
	if t.cut.Load() {
		return // its last exchanges say nothing about the receiver
	}
	t.settle()
	if slices.ContainsFunc(j.out.Steps, func(s result.Step) bool { return !answeredInTime(&s) }) {
		c.hung.Store(true)
	}
	if !c.suite.first.Answered() && unanswered(j.out) {
		c.dead.Add(1)
	}
	j.sent = t.sent
	c.tell(j)
}

// DryRun is a case that sends nothing, for what looks at requests only.
func (s *Suite) DryRun() *CaseRun {
	return s.newCaseRun(context.Background(), &Scenario{}, &result.Case{})
}

func (s *Suite) newCaseRun(ctx context.Context, sc *Scenario, out *result.Case) *CaseRun {
	return &CaseRun{ctx: ctx, wire: cmp.Or(s.wire, ctx), Suite: s, scenario: sc, Case: out, Rand: s.random(out.ID)}
}

// enoughDead is after how many cases without an answer in time to anything the rest is not tried. The first request had none
// either.
const enoughDead = 2

// essential reports what is tried all the same: the time that answers take, and what leaks.
func essential(sc *Scenario) bool {
	return sc.ID == "LAT-001" || sc.ID == "LAT-006" || sc.Group() == "POL"
}

// recovery is how long a receiver that left a request unanswered is waited for, so that the next case is not blamed.
const recovery = 10 * time.Second

// awaitReceiver waits until the receiver answers again.
func (c *conductor) awaitReceiver(ctx context.Context) {
	if !c.suite.first.Answered() {
		return
	}
	t := c.suite.newCaseRun(ctx, &Scenario{}, &result.Case{ID: "recovery"})
	for began := time.Now(); time.Since(began) < recovery; {
		if t.SendFreshControl(t.Sample()).Answered() || !t.Pause(200*time.Millisecond) {
			return
		}
	}
}

// unanswered reports a case whose every exchange stayed without an answer in time.
func unanswered(c *result.Case) bool {
	return len(c.Steps) > 0 && !slices.ContainsFunc(c.Steps, func(s result.Step) bool { return answeredInTime(&s) })
}

func answeredInTime(s *result.Step) bool {
	return s.Exchange.Failure.Cause == "" && s.Exchange.Answer.Status != 0 && !s.Exchange.Late()
}

// perform runs the case. A panic is a defect of the scenario: it must not take the other verdicts along.
func (t *CaseRun) perform(run func(*CaseRun)) {
	defer func() {
		if p := recover(); p != nil {
			t.Trouble(fmt.Sprintf("defect in the scenario %s: %v\n%s", t.scenario.ID, p, debug.Stack()))
		}
	}()
	run(t)
}

func (c *conductor) skip(j *job) {
	says := language.T("not applicable: {why}", "why", language.Phrase(j.reason))
	j.out.Status, j.out.Reason, j.out.Says, j.out.Message = result.Skip, j.reason, says, says.String()
	c.tell(j)
}

func (c *conductor) tell(j *job) {
	c.mu.Lock()
	defer c.mu.Unlock()
	j.done = true
	c.done++
	if c.suite.FailFast && c.suite.fails(j.out) {
		c.stop.Store(true)
	}
	if c.suite.hider.In(j.out); j.out.Denial != nil {
		c.suite.hider.In(j.out.Denial)
	}
	if c.suite.Progress != nil {
		c.suite.Progress(c.done, c.total, j.out)
	}
}

// pace waits until the next request may go. It reports false if the run is interrupted.
func (t *CaseRun) pace() bool {
	s := t.Suite
	if s.Rate <= 0 {
		return true
	}
	s.mu.Lock()
	now := time.Now()
	wait := max(0, s.next.Sub(now))
	s.next = now.Add(wait + time.Duration(float64(time.Second)/s.Rate))
	s.mu.Unlock()
	return t.Pause(wait)
}
