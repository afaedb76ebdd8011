package leader

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// job is a piece of work of the tests: when it is due, and how long it takes.
type job struct{ due, takes time.Duration }

// schedule is the work of a test, and what became of it.
type schedule struct {
	start   time.Time
	jobs    []job
	next    int
	workers int

	mu    sync.Mutex
	begun []time.Duration
	freed []time.Duration // after the start, when a job found all workers busy
}

type worker struct {
	s   *schedule
	job job
}

func (w *worker) Lead(freed time.Time) bool {
	s := w.s
	if s.next == len(s.jobs) {
		return false
	}
	w.job = s.jobs[s.next]
	s.next++
	if at := s.start.Add(w.job.due); freed.After(at) {
		s.freed = append(s.freed, freed.Sub(s.start))
	}
	time.Sleep(time.Until(s.start.Add(w.job.due)))
	return true
}

func (w *worker) Work() {
	w.s.mu.Lock()
	w.s.begun = append(w.s.begun, time.Since(w.s.start))
	w.s.mu.Unlock()
	time.Sleep(w.job.takes)
}

func TestRun(t *testing.T) {
	const s = time.Second
	for _, tt := range []struct {
		name    string
		most    int
		jobs    []job
		begun   []time.Duration
		workers int
		freed   []time.Duration
	}{
		{"nothing", 3, nil, nil, 1, nil},
		{"short work", 3, []job{{0, 0}, {s, 0}, {2 * s, 0}}, []time.Duration{0, s, 2 * s}, 2, nil},
		{"no more workers than it takes", 9, []job{{0, 3 * s}, {s, 3 * s}, {9 * s, s}}, []time.Duration{0, s, 9 * s}, 3, nil},
		{"all busy", 2, []job{{0, 5 * s}, {s, 5 * s}, {2 * s, s}, {3 * s, s}}, []time.Duration{0, s, 5 * s, 6 * s}, 2, []time.Duration{5 * s, 6 * s}},
		{"one worker", 1, []job{{0, 2 * s}, {s, 2 * s}}, []time.Duration{0, 2 * s}, 1, []time.Duration{2 * s}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				all := &schedule{start: time.Now(), jobs: tt.jobs}
				Run(tt.most, func() Worker { all.workers++; return &worker{s: all} })
				if !slices.Equal(all.begun, tt.begun) || all.workers != tt.workers || !slices.Equal(all.freed, tt.freed) {
					t.Errorf("got begun %v by %d workers, freed %v; want %v by %d, freed %v", all.begun, all.workers, all.freed, tt.begun, tt.workers, tt.freed)
				}
			})
		})
	}
}
