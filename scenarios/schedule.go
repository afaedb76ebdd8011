package scenarios

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

// waitingJobs is how many cases that mostly wait may run side by side.
const waitingJobs = 32

// schedule runs the cases: the first request alone, then what can run side by side, then what must be alone, then the
// look whether the receiver is still there.
func (s *Suite) schedule(ctx context.Context, cases []*CaseRun) {
	s.total = len(cases)
	at := make(map[Place][]*CaseRun)
	for _, t := range cases {
		if t.Case.Reason != "" {
			says := language.T("not applicable: {why}", "why", language.Phrase(t.Case.Reason))
			t.Case.Status, t.Case.Says, t.Case.Message = result.Skip, says, says.String()
			s.tell(t)
			continue
		}
		at[t.scenario.Place] = append(at[t.scenario.Place], t)
	}
	if s.Shuffle {
		beside := at[Beside]
		s.random("shuffle").Shuffle(len(beside), func(i, k int) { beside[i], beside[k] = beside[k], beside[i] })
	}
	if !s.open(ctx, at[First]) {
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
	wg.Go(func() { s.all(ctx, at[Waiting], waitingJobs) })
	s.all(ctx, at[Beside], s.Jobs)
	wg.Wait()
	s.all(ctx, at[Alone], 1)
	s.all(ctx, at[Last], 1)
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

// open sends the first request of the run. It reports whether there is a receiver at all.
func (s *Suite) open(ctx context.Context, cases []*CaseRun) bool {
	t := s.aside(ctx, "first")
	first := t.Send(result.Probe, "first", s.firstRequest())
	if first.cut {
		return false // no answer came because nobody waited for it
	}
	s.first = first
	s.unserved = t.besideKept()
	s.all(context.WithoutCancel(ctx), cases, 1) // that case looks at what there is, and sends nothing
	return ctx.Err() == nil && !Unreachable(s.first)
}

func (s *Suite) all(ctx context.Context, cases []*CaseRun, limit int) {
	AtOnce(len(cases), limit, func(i int) { s.one(ctx, cases[i]) })
}

// AtOnce calls do for every number below n, in their order, at most limit at a time.
func AtOnce(n, limit int, do func(i int)) {
	queue := make(chan int)
	var wg sync.WaitGroup
	for range min(limit, n) {
		wg.Go(func() {
			for i := range queue {
				do(i)
			}
		})
	}
	for i := range n {
		queue <- i
	}
	close(queue)
	wg.Wait()
}

func (s *Suite) one(ctx context.Context, t *CaseRun) {
	if ctx.Err() != nil || s.stop.Load() {
		return
	}
	if s.dead.Load() >= enoughDead && !essential(t.scenario) {
		s.mu.Lock()
		s.leftOut++
		s.mu.Unlock()
		return
	}
	if s.hung.Swap(false) {
		s.awaitReceiver(ctx)
	}
	t.begin(ctx)
	t.Case.Started = time.Now()
	t.perform()
	s.Client.Forget(int(t.held.Load()))
	t.Case.Took = time.Since(t.Case.Started)
	if t.cut.Load() {
		return // its last exchanges say nothing about the receiver
	}
	t.settle()
	if slices.ContainsFunc(t.Case.Steps, func(s result.Step) bool { return !answeredInTime(&s) }) {
		s.hung.Store(true)
	}
	if !s.first.Answered() && unanswered(t.Case) {
		s.dead.Add(1)
	}
	s.tell(t)
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
func (s *Suite) awaitReceiver(ctx context.Context) {
	if !s.first.Answered() {
		return
	}
	t := s.aside(ctx, "recovery")
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
func (t *CaseRun) perform() {
	defer func() {
		if p := recover(); p != nil {
			t.Trouble(fmt.Sprintf("defect in the scenario %s: %v\n%s", t.scenario.ID, p, debug.Stack()))
		}
	}()
	t.variant.Run(t)
}

// tell tells of a case that was skipped, or came to its end.
func (s *Suite) tell(t *CaseRun) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.done = true
	s.done++
	if s.FailFast && s.fails(t.Case) {
		s.stop.Store(true)
	}
	if s.hider.In(t.Case); t.Case.Denial != nil {
		s.hider.In(t.Case.Denial)
	}
	if s.Progress != nil {
		s.Progress(s.done, s.total, t.Case)
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
