package mockserver

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// framingZoo goes wrong in how it reads requests from the wire and keeps connections.
var framingZoo = []*Fault{
	{
		ID: "stale-on-reuse", Group: "TRN", Fires: []string{"TRN-005"}, Title: "answers every second request of a connection with the answer before",
		state: newMemory,
		answer: func(t *turn, h *hit) {
			body := t.event.answer.body
			if before, ok := h.memory().swap(t.event.Remote, body).(string); ok {
				t.event.answer.body = before
			}
		},
	},
	{
		ID: "resets-idle", Group: "TRN", Fires: []string{"TRN-006"}, Title: "resets a connection within the answer when it was idle for 5 s",
		state: newMemory,
		answer: func(t *turn, h *hit) {
			if before, ok := h.memory().swap(t.event.Remote, t.start).(time.Time); ok && t.start.Sub(before) >= 5*time.Second {
				raw := t.event.answer.bytes(nil)
				t.event.answer = answer{raw: string(raw[:len(raw)-20]), isRaw: true, end: endReset}
			}
		},
	},
	{
		ID: "ignores-close", Group: "TRN", Fires: []string{"TRN-007"}, Title: "keeps the connection open although it was asked to close it",
		answer: func(t *turn, _ *hit) {
			if t.r.Close {
				raw := string(t.event.answer.bytes(nil))
				t.event.answer = answer{raw: raw, isRaw: true, end: endLingering}
			}
		},
	},
	{
		ID: "no-chunked-bodies", Group: "TRN", Fires: []string{"TRN-008", "TRN-009"}, Title: "takes a chunked body for an empty one",
		receive: reading(func(t *turn) error {
			if t.r.ContentLength < 0 {
				return nil
			}
			return t.readAll()
		}),
	},
	{
		ID: "reads-once", Group: "TRN", Fires: []string{"TRN-010", "TRN-013", "TRN-014"}, Title: "takes what is there of the body, and does not wait for the rest",
		receive: reading(func(t *turn) error {
			_ = http.NewResponseController(t.w).SetReadDeadline(time.Now().Add(20 * time.Millisecond))
			_ = t.readSome() // whatever comes
			return nil
		}),
	},
	{
		ID: "no-http-1.0", Group: "TRN", Fires: []string{"TRN-011"}, Title: "answers 505 to HTTP/1.0",
		answer: func(t *turn, _ *hit) {
			if !t.r.ProtoAtLeast(1, 1) {
				page(t, http.StatusHTTPVersionNotSupported)
			}
		},
	},
	{
		ID: "drops-pipelined", Group: "TRN", Fires: []string{"TRN-012"}, Title: "loses a request that comes in one segment with another, and keeps the connection",
		answer: func(t *turn, _ *hit) {
			raw := string(t.event.answer.bytes(nil))
			t.event.answer = answer{raw: raw, isRaw: true, end: endLingering}
		},
	},
	{
		ID: "no-continue", Group: "TRN", Fires: []string{"TRN-013"}, Title: "answers 417 to Expect: 100-continue",
		receive: reading(func(t *turn) error {
			if t.r.Header.Get("Expect") != "" {
				return nil
			}
			return t.readAll()
		}),
		answer: func(t *turn, _ *hit) {
			if t.r.Header.Get("Expect") != "" {
				page(t, http.StatusExpectationFailed)
			}
		},
	},
	{
		ID: "impatient", Group: "TRN", Fires: []string{"TRN-014"}, Title: "answers 500 where the body takes more than half a second",
		receive: reading(func(t *turn) error {
			_ = http.NewResponseController(t.w).SetReadDeadline(time.Now().Add(500 * time.Millisecond))
			return t.readAll()
		}),
		answer: choking(func(t *turn) bool { return t.status == http.StatusRequestTimeout }),
	},
	{
		ID: "one-reader", Group: "TRN", Fires: []string{"TRN-014", "TRN-015"}, Title: "reads one request at a time, and waits for slow ones without end",
		state: newLane,
		receive: func(t *turn, h *hit) {
			lane := h.act.state.(lane)
			t.reader.read = func(t *turn) error {
				lane.enter()
				defer lane.leave()
				return t.readAll()
			}
		},
	},
	{
		ID: "leaks-workers", Group: "TRN", Fires: []string{"TRN-016"}, Title: "loses a worker with every client that leaves, and has ten",
		state: newMemory,
		receive: func(t *turn, h *hit) {
			t.reader.read = func(t *turn) error {
				err := t.readAll()
				m := h.memory()
				m.Lock()
				defer m.Unlock()
				lost, _ := m.values["lost"].(int)
				if lost >= 10 {
					t.body = t.body[:0]
					return errNoWorkers
				}
				if err != nil {
					m.values["lost"] = lost + 1
				}
				return err
			}
		},
		answer: func(t *turn, _ *hit) {
			if t.event.Unreadable != "" && t.status == http.StatusBadRequest {
				page(t, http.StatusServiceUnavailable)
			}
		},
	},
}

var errNoWorkers = errors.New("there are no workers left")

// reading is a receiver that reads the body in a way of its own.
func reading(read func(t *turn) error) func(*turn, *hit) {
	return func(t *turn, _ *hit) { t.reader.read = read }
}

// readAll reads the body as a receiver should.
func (t *turn) readAll() error {
	for {
		err := t.readSome()
		switch {
		case len(t.body) > t.reader.limit:
			return errTooLarge
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}
