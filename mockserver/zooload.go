package mockserver

import (
	"net/http"
	"sync"
	"time"
)

// loadZoo goes wrong where requests come again, at once, in number, or in another order; and in time.
var loadZoo = []*Fault{
	{
		ID: "denies-again", Group: "CNC", Fires: []string{"CNC-001", "CNC-002"}, Title: "denies what it has seen before",
		state:  newMemory,
		answer: deniesAgain,
	},
	{
		ID: "one-at-a-time", Group: "CNC", Fires: []string{"CNC-002", "CNC-003"}, Title: "answers 503 while it is at work, which takes 30 ms",
		state: func() any { return new(sync.Mutex) },
		answer: func(t *turn, h *hit) {
			lock := h.act.state.(*sync.Mutex)
			if !lock.TryLock() {
				page(t, http.StatusServiceUnavailable)
				return
			}
			defer lock.Unlock()
			t.pause(30 * time.Millisecond)
		},
	},
	{
		ID: "cross-talk", Group: "CNC", Fires: []string{"CNC-003"}, Title: "keeps the request in a variable that all requests share",
		state: newMemory,
		answer: func(t *turn, h *hit) {
			m := h.memory()
			m.swap("answer", t.event.answer.body)
			t.pause(5 * time.Millisecond)
			m.Lock()
			defer m.Unlock()
			t.event.answer.body, _ = m.values["answer"].(string)
		},
	},
	{
		ID: "in-order-only", Group: "CNC", Fires: []string{"CNC-004"}, Title: "fails where EventTime is before that of the request before",
		state: newMemory,
		answer: func(t *turn, h *hit) {
			before, _ := h.memory().swap("time", t.event.Request().EventTime).(int64)
			if t.event.Request().EventTime < before {
				page(t, http.StatusConflict)
			}
		},
	},
	{
		ID: "wears-out", Group: "CNC", Takes: "REQUESTS", Fires: []string{"CNC-005"}, Title: "closes connections without an answer after 500 requests, or as many as given",
		set: func(s *settings) string { return setNumber(s, 500, 1, 1<<31) },
		answer: func(t *turn, h *hit) {
			if h.number > uint64(h.act.number) {
				t.event.answer = answer{end: endClosed}
			}
		},
	},
	{
		ID: "too-slow", Group: "LAT", Fires: []string{"LAT-001", "LAT-006"}, Title: "answers after 2.2 s, when Chat has stopped listening",
		answer: taking(func(*turn, *hit) time.Duration { return 2200 * time.Millisecond }),
	},
	{
		ID: "no-head-room", Group: "LAT", Fires: []string{"LAT-002"}, Title: "takes 1.4 s for one request in ten",
		answer: taking(func(_ *turn, h *hit) time.Duration {
			if h.number%10 == 0 {
				return 1400 * time.Millisecond
			}
			return 0
		}),
	},
	{
		ID: "cold-start", Group: "LAT", Fires: []string{"LAT-003"}, Title: "takes 2.5 s for the first request, to connect to its database",
		answer: taking(func(_ *turn, h *hit) time.Duration {
			if h.number == 1 {
				return 2500 * time.Millisecond
			}
			return 0
		}),
	},
	{
		ID: "slow-per-friend", Group: "LAT", Fires: []string{"LAT-004"}, Title: "takes 25 ms for each friend beyond the tenth",
		answer: taking(func(t *turn, _ *hit) time.Duration {
			return time.Duration(max(len(t.event.Request().FriendItem)-10, 0)) * 25 * time.Millisecond
		}),
	},
	{
		ID: "one-lane", Group: "LAT", Fires: []string{"LAT-005"}, Title: "works on one request at a time, 150 ms each",
		state: newLane,
		answer: func(t *turn, h *hit) {
			lane := h.act.state.(lane)
			lane.enter()
			defer lane.leave()
			t.pause(150 * time.Millisecond)
		},
	},
}

// lane lets one exchange through at a time. It is a channel and no mutex, because it is held for long: whoever waits for
// it waits for time to pass, which a clock of a test's own must know.
type lane chan struct{}

func newLane() any { return make(lane, 1) }

func (l lane) enter() { l <- struct{}{} }
func (l lane) leave() { <-l }

// taking is a receiver that takes its time.
func taking(how func(*turn, *hit) time.Duration) func(*turn, *hit) {
	return func(t *turn, h *hit) {
		if d := how(t, h); d > 0 && t.pause(d) {
			t.event.answer = answer{end: endClosed, left: true}
		}
	}
}

func deniesAgain(t *turn, h *hit) {
	if h.memory().swap(t.event.body, true) != nil {
		denying(func(*turn, int) bool { return true })(t, h)
	}
}
