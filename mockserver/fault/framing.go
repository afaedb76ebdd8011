package fault

import (
	"errors"
	"net/http"
	"time"
)

// framingFaults goes wrong in how it reads requests from the wire and keeps connections.
var framingFaults = []*Fault{
	{
		ID: "stale-on-reuse", Group: "TRN", Fires: []string{"TRN-005"}, Title: "answers every second request of a connection with the answer before",
		state: newMemory,
		answer: func(x *Handling, h *hit) {
			body := x.Answer.Body
			if before, ok := h.memory().swap(x.Remote, body).(string); ok {
				x.Answer.Body = before
			}
		},
	},
	{
		ID: "resets-idle", Group: "TRN", Fires: []string{"TRN-006"}, Title: "resets a connection within the answer when it was idle for 5 s",
		state: newMemory,
		answer: func(x *Handling, h *hit) {
			if before, ok := h.memory().swap(x.Remote, x.Start).(time.Time); ok && x.Start.Sub(before) >= 5*time.Second {
				raw := x.Answer.Append(nil, "")
				x.Answer = Answer{Raw: string(raw[:len(raw)-20]), IsRaw: true, End: EndReset}
			}
		},
	},
	{
		ID: "ignores-close", Group: "TRN", Fires: []string{"TRN-007"}, Title: "keeps the connection open although it was asked to close it",
		answer: func(x *Handling, _ *hit) {
			if x.HTTP.Close {
				raw := string(x.Answer.Append(nil, ""))
				x.Answer = Answer{Raw: raw, IsRaw: true, End: EndLingering}
			}
		},
	},
	{
		ID: "no-chunked-bodies", Group: "TRN", Fires: []string{"TRN-008", "TRN-009"}, Title: "takes a chunked body for an empty one",
		receive: reading(func(x *Handling) error {
			if x.HTTP.ContentLength < 0 {
				return nil
			}
			return x.readAll()
		}),
	},
	{
		ID: "reads-once", Group: "TRN", Fires: []string{"TRN-010", "TRN-013", "TRN-014"}, Title: "takes what is there of the body, and does not wait for the rest",
		receive: reading(func(x *Handling) error {
			_ = http.NewResponseController(x.Writer).SetReadDeadline(time.Now().Add(20 * time.Millisecond))
			_ = x.readSome() // whatever comes
			return nil
		}),
	},
	{
		ID: "no-http-1.0", Group: "TRN", Fires: []string{"TRN-011"}, Title: "answers 505 to HTTP/1.0",
		answer: func(x *Handling, _ *hit) {
			if !x.HTTP.ProtoAtLeast(1, 1) {
				page(x, http.StatusHTTPVersionNotSupported)
			}
		},
	},
	{
		ID: "drops-pipelined", Group: "TRN", Fires: []string{"TRN-012"}, Title: "loses a request that comes in one segment with another, and keeps the connection",
		answer: func(x *Handling, _ *hit) {
			raw := string(x.Answer.Append(nil, ""))
			x.Answer = Answer{Raw: raw, IsRaw: true, End: EndLingering}
		},
	},
	{
		ID: "no-continue", Group: "TRN", Fires: []string{"TRN-013"}, Title: "answers 417 to Expect: 100-continue",
		receive: reading(func(x *Handling) error {
			if x.HTTP.Header.Get("Expect") != "" {
				return nil
			}
			return x.readAll()
		}),
		answer: func(x *Handling, _ *hit) {
			if x.HTTP.Header.Get("Expect") != "" {
				page(x, http.StatusExpectationFailed)
			}
		},
	},
	{
		ID: "impatient", Group: "TRN", Fires: []string{"TRN-014"}, Title: "answers 500 where the body takes more than half a second",
		receive: reading(func(x *Handling) error {
			_ = http.NewResponseController(x.Writer).SetReadDeadline(time.Now().Add(500 * time.Millisecond))
			return x.readAll()
		}),
		answer: choking(func(x *Handling) bool { return x.Status == http.StatusRequestTimeout }),
	},
	{
		ID: "one-reader", Group: "TRN", Fires: []string{"TRN-015"}, Title: "reads one request at a time, and waits for slow ones without end",
		state: newGate,
		receive: func(x *Handling, h *hit) {
			gate := h.act.state.(gate)
			x.Read = func(x *Handling) error {
				gate.enter()
				defer gate.leave()
				return x.readAll()
			}
		},
	},
	{
		ID: "leaks-workers", Group: "TRN", Fires: []string{"TRN-016"}, Title: "loses a worker with every client that leaves, and has ten",
		state: newMemory,
		receive: func(x *Handling, h *hit) {
			x.Read = func(x *Handling) error {
				err := x.readAll()
				m := h.memory()
				m.Lock()
				defer m.Unlock()
				lost, _ := m.values["lost"].(int)
				if lost >= 10 {
					x.Raw = x.Raw[:0]
					return errNoWorkers
				}
				if err != nil {
					m.values["lost"] = lost + 1
				}
				return err
			}
		},
		answer: func(x *Handling, _ *hit) {
			if x.Unreadable != "" && x.Status == http.StatusBadRequest {
				page(x, http.StatusServiceUnavailable)
			}
		},
	},
}

var errNoWorkers = errors.New("there are no workers left")

// reading is a receiver that reads the body in a way of its own.
func reading(read func(x *Handling) error) func(*Handling, *hit) {
	return func(x *Handling, _ *hit) { x.Read = read }
}
