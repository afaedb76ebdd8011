// Package leader runs pieces of work when each is due, on as few goroutines as that takes: the pattern is known as
// leader and followers.
//
// One worker at a time leads. It takes the next piece of work and waits until it is due; then it lets another one lead
// and does the work itself. So nothing is handed over between waking up and working, and the next wait begins at once.
package leader

import (
	"sync"
	"time"
)

// Worker is one goroutine's part. Each has memory of its own.
type Worker interface {
	// Lead takes the next piece of work and waits until it is due. Only one worker leads at a time, so what it reads the
	// work from needs no lock. False means that there is none any more: then Run ends. Freed is when a worker last took
	// the lead that nobody had, because all were at work: what was due before had to wait for a worker. It is zero until
	// then.
	Lead(freed time.Time) bool
	// Work does the piece of work while others lead.
	Work()
}

// Run runs the work with at most that many workers, and returns when all of it is done. A worker is
// made when none is idle; the last one that became idle is used first.
func Run(most int, newWorker func() Worker) {
	l := &loop{most: most, newWorker: newWorker, workers: 1}
	l.start()
	l.all.Wait()
}

type loop struct {
	most      int
	newWorker func() Worker
	all       sync.WaitGroup
	freed     time.Time // the leader's

	mu      sync.Mutex
	idle    []*member
	workers int
	vacant  bool // all workers are at work, and there may be no more: the first that is done leads
	over    bool // there is no more work
}

// member is a worker and its way to be told that it leads, or that all is over.
type member struct {
	Worker
	leads chan bool
}

// start makes a worker that leads.
func (l *loop) start() {
	m := &member{l.newWorker(), make(chan bool, 1)}
	l.all.Go(func() {
		for leads := true; leads; leads = l.await(m) {
			if !m.Lead(l.freed) {
				l.end()
				return
			}
			l.pass()
			m.Work()
		}
	})
}

// pass lets an idle worker lead, or a new one.
func (l *loop) pass() {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch n := len(l.idle); {
	case n > 0:
		l.idle[n-1].leads <- true
		l.idle = l.idle[:n-1]
	case l.workers == l.most:
		l.vacant = true
	default:
		l.workers++
		l.start()
	}
}

// await returns when m leads; false means that there is no more work.
func (l *loop) await(m *member) bool {
	l.mu.Lock()
	switch {
	case l.over:
		l.mu.Unlock()
		return false
	case l.vacant:
		l.vacant, l.freed = false, time.Now()
		l.mu.Unlock()
		return true
	}
	l.idle = append(l.idle, m)
	l.mu.Unlock()
	return <-m.leads
}

// end tells all workers that there is no more work.
func (l *loop) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	for _, m := range l.idle {
		m.leads <- false
	}
	l.idle = nil
}
