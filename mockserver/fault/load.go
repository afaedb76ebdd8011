package fault

import (
	"net/http"
	"sync"
	"time"
)

// loadFaults goes wrong where requests come again, at once, in number, or in another order; and in time.
var loadFaults = []*Fault{
	{
		ID: "denies-again", Group: "CNC", Fires: []string{"CNC-001", "CNC-002"}, Title: "denies what it has seen before",
		state:  newMemory,
		answer: deniesAgain,
	},
	{
		ID: "one-at-a-time", Group: "CNC", Fires: []string{"CNC-002", "CNC-003"}, Title: "answers 503 while it is at work, which takes 30 ms",
		state: func() any { return new(sync.Mutex) },
		answer: func(x *Handling, h *hit) {
			lock := h.act.state.(*sync.Mutex)
			if !lock.TryLock() {
				page(x, http.StatusServiceUnavailable)
				return
			}
			defer lock.Unlock()
			x.Pause(30 * time.Millisecond)
		},
	},
	{
		ID: "cross-talk", Group: "CNC", Fires: []string{"CNC-003"}, Title: "keeps the request in a variable that all requests share",
		state: newMemory,
		answer: func(x *Handling, h *hit) {
			m := h.memory()
			m.swap("answer", x.Answer.Body)
			x.Pause(5 * time.Millisecond)
			m.Lock()
			defer m.Unlock()
			x.Answer.Body, _ = m.values["answer"].(string)
		},
	},
	{
		ID: "in-order-only", Group: "CNC", Fires: []string{"CNC-004"}, Title: "fails where EventTime is before that of the request before",
		state: newMemory,
		answer: func(x *Handling, h *hit) {
			before, _ := h.memory().swap("time", x.Request().EventTime).(int64)
			if x.Request().EventTime < before {
				page(x, http.StatusConflict)
			}
		},
	},
	{
		ID: "wears-out", Group: "CNC", Takes: "REQUESTS", Fires: []string{"CNC-005"}, Title: "closes connections without an answer after 500 requests, or as many as given",
		set: func(s *settings) string { return setNumber(s, 500, 1, 1<<31) },
		answer: func(x *Handling, h *hit) {
			if h.number > uint64(h.act.number) {
				x.Answer = Answer{End: EndClosed}
			}
		},
	},
	{
		ID: "too-slow", Group: "LAT", Fires: []string{"LAT-001", "LAT-006"}, Title: "answers after 2.2 s, when Chat has stopped listening",
		answer: taking(func(*Handling, *hit) time.Duration { return 2200 * time.Millisecond }),
	},
	{
		ID: "no-head-room", Group: "LAT", Fires: []string{"LAT-002"}, Title: "takes 1.4 s for one request in ten",
		answer: taking(func(_ *Handling, h *hit) time.Duration {
			if h.number%10 == 0 {
				return 1400 * time.Millisecond
			}
			return 0
		}),
	},
	{
		ID: "cold-start", Group: "LAT", Fires: []string{"LAT-003"}, Title: "takes 2.5 s for the first request, to connect to its database",
		answer: taking(func(_ *Handling, h *hit) time.Duration {
			if h.number == 1 {
				return 2500 * time.Millisecond
			}
			return 0
		}),
	},
	{
		ID: "slow-per-friend", Group: "LAT", Fires: []string{"LAT-004"}, Title: "takes 25 ms for each friend beyond the tenth",
		answer: taking(func(x *Handling, _ *hit) time.Duration {
			return time.Duration(max(len(x.Request().Items)-10, 0)) * 25 * time.Millisecond
		}),
	},
	{
		ID: "one-lane", Group: "LAT", Fires: []string{"LAT-005"}, Title: "works on one request at a time, 150 ms each",
		state: newGate,
		answer: func(x *Handling, h *hit) {
			gate := h.act.state.(gate)
			gate.enter()
			defer gate.leave()
			x.Pause(150 * time.Millisecond)
		},
	},
}

// gate lets one exchange through at a time. It is a channel and no mutex, because it is held for long: anyone who waits for
// it waits for time to pass, which a clock of a test's own must know.
type gate chan struct{}

func newGate() any { return make(gate, 1) }

func (l gate) enter() { l <- struct{}{} }
func (l gate) leave() { <-l }

// taking is a receiver that takes its time.
func taking(how func(*Handling, *hit) time.Duration) func(*Handling, *hit) {
	return func(x *Handling, h *hit) {
		if d := how(x, h); d > 0 && x.Pause(d) {
			x.Answer = Answer{End: EndClosed, Left: true}
		}
	}
}

func deniesAgain(x *Handling, h *hit) {
	if h.memory().swap(x.Body, true) != nil {
		denying(func(*Handling, int) bool { return true })(x, h)
	}
}
