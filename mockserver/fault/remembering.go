package fault

import (
	"net/http"
	"sync"
	"time"
)

// nativeMemories are the faults of receivers that remember something between requests, or work on one at a time.
func nativeMemories() map[string]Fault {
	return map[string]Fault{
		"stale-on-reuse": remembering(func(x *Handling, m *memory) {
			if before, ok := m.swap(x.Remote, x.Answer.Body).(string); ok {
				x.Answer.Body = before
			}
		}),
		"resets-idle": remembering(func(x *Handling, m *memory) {
			if before, ok := m.swap(x.Remote, x.Start).(time.Time); ok && x.Start.Sub(before) >= 5*time.Second {
				raw := x.Answer.Append(nil, "")
				x.Answer = Answer{Raw: string(raw[:len(raw)-20]), IsRaw: true, End: EndReset}
			}
		}),
		"long-text-kills": remembering(func(x *Handling, m *memory) {
			m.Lock()
			defer m.Unlock()
			if len(x.Body) > 4096+1024 {
				m.values["dead"] = true
			}
			if m.values["dead"] != nil {
				x.Answer = Answer{End: EndClosed}
			}
		}),
		"denies-again": remembering(func(x *Handling, m *memory) {
			if m.swap(x.Body, true) != nil {
				x.deny(func(int) bool { return true })
			}
		}),
		"cross-talk": remembering(func(x *Handling, m *memory) {
			m.swap("answer", x.Answer.Body)
			x.Pause(5 * time.Millisecond)
			m.Lock()
			defer m.Unlock()
			x.Answer.Body, _ = m.values["answer"].(string)
		}),
		"in-order-only": remembering(func(x *Handling, m *memory) {
			if before, _ := m.swap("time", x.Request().EventTime).(int64); x.Request().EventTime < before {
				page(x, http.StatusConflict)
			}
		}),
		"one-at-a-time": {state: newGate, answer: func(x *Handling, h *hit) {
			gate := h.act.state.(gate)
			select {
			case gate <- struct{}{}:
				defer gate.leave()
				x.Pause(30 * time.Millisecond)
			default:
				page(x, http.StatusServiceUnavailable)
			}
		}},
		"one-lane": {state: newGate, answer: func(x *Handling, h *hit) {
			gate := h.act.state.(gate)
			gate.enter()
			defer gate.leave()
			x.Pause(150 * time.Millisecond)
		}},
	}
}

// remembering is a receiver whose answer depends on requests before.
func remembering(answer func(*Handling, *memory)) Fault {
	return Fault{state: newMemory, answer: func(x *Handling, h *hit) { answer(x, h.memory()) }}
}

// gate lets one exchange through at a time. It is a channel and no mutex, because it is held for long: anyone who waits for
// it waits for time to pass, which a clock of a test's own must know.
type gate chan struct{}

func newGate() any { return make(gate, 1) }

func (l gate) enter() { l <- struct{}{} }
func (l gate) leave() { <-l }

// memory is what a receiver remembers between exchanges.
type memory struct {
	sync.Mutex
	values map[string]any
}

func newMemory() any { return &memory{values: map[string]any{}} }

func (h *hit) memory() *memory { return h.act.state.(*memory) }

// swap stores a value and returns the one that was there.
func (m *memory) swap(key string, value any) any {
	m.Lock()
	defer m.Unlock()
	old := m.values[key]
	if len(m.values) > 10000 { // a broken receiver must not break its host
		clear(m.values)
	}
	m.values[key] = value
	return old
}
