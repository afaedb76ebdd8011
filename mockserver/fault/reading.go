package fault

import (
	"errors"
	"net/http"
	"time"
)

// nativeReading are the faults that read requests from the wire wrongly.
func nativeReading() map[string]Fault {
	return map[string]Fault{
		"no-chunked-bodies": reading(func(x *Handling) error {
			if x.HTTP.ContentLength < 0 {
				return nil
			}
			return x.readAll()
		}),
		"reads-once": reading(func(x *Handling) error {
			_ = http.NewResponseController(x.Writer).SetReadDeadline(time.Now().Add(20 * time.Millisecond))
			_ = x.readSome() // whatever comes
			return nil
		}),
		"no-continue": reading(func(x *Handling) error {
			if x.HTTP.Header.Get("Expect") != "" {
				return nil
			}
			return x.readAll()
		}),
		"impatient": reading(func(x *Handling) error {
			_ = http.NewResponseController(x.Writer).SetReadDeadline(time.Now().Add(500 * time.Millisecond))
			return x.readAll()
		}),
		"reads-2048": reading(func(x *Handling) error {
			err := x.readAll()
			x.Raw = x.Raw[:min(len(x.Raw), 2048)]
			return err
		}),
		"one-reader": {state: newGate, receive: func(x *Handling, h *hit) {
			x.Read = func(x *Handling) error {
				gate := h.act.state.(gate)
				gate.enter()
				defer gate.leave()
				return x.readAll()
			}
		}},
		"leaks-workers": {state: newMemory, receive: func(x *Handling, h *hit) { x.Read = h.memory().readAsWorker }},
	}
}

// reading is a receiver that reads the body in a way of its own.
func reading(read func(x *Handling) error) Fault {
	return Fault{receive: func(x *Handling, _ *hit) { x.Read = read }}
}

var errNoWorkers = errors.New("there are no workers left")

// readAsWorker reads the body as one of ten workers does, which is lost with a client that leaves.
func (m *memory) readAsWorker(x *Handling) error {
	err := x.readAll()
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
