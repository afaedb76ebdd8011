package fault

import (
	"errors"
	"net/http"
	"sync"
	"time"
)

// reading is how a receiver reads the body of a request.
type reading struct {
	Unless  formula       `yaml:"unless"`  // then it does not; of the request there is no more than its head
	Within  time.Duration `yaml:"within"`  // it waits no longer
	Once    bool          `yaml:"once"`    // it takes what is there, and does not wait for the rest
	Most    int           `yaml:"most"`    // bytes that it takes of what came
	Alone   bool          `yaml:"alone"`   // it reads one request at a time, and waits for slow ones without end
	Workers int           `yaml:"workers"` // how many read, one of which is lost with each client that leaves
}

func (r *reading) read(x *Handling, h *hit) error {
	if r.Within > 0 {
		_ = http.NewResponseController(x.Writer).SetReadDeadline(time.Now().Add(r.Within))
	}
	unless := r.Unless.given() && r.Unless.holds(viewOf(x, nil))
	x.request = nil // it was read of no body
	switch {
	case unless:
		return nil
	case r.Once:
		x.Raw = make([]byte, 512)
		n, _ := x.HTTP.Body.Read(x.Raw) // whatever comes
		x.Raw = x.Raw[:n]
		return nil
	case r.Alone:
		h.act.gate <- struct{}{}
		defer func() { <-h.act.gate }()
	}
	err := x.readAll()
	switch {
	case r.Workers > 0:
		return h.act.memory.work(x, err, r.Workers)
	case r.Most > 0:
		x.Raw = x.Raw[:min(len(x.Raw), r.Most)]
	}
	return err
}

// memory is what a receiver remembers between exchanges.
type memory struct {
	sync.Mutex
	values map[string]any
	lost   int // workers
}

// of is what is kept under a key, or nil.
func (m *memory) of(key string) any {
	m.Lock()
	defer m.Unlock()
	return m.values[key]
}

// swap stores a value and returns the one that was there.
func (m *memory) swap(key string, value any) any {
	m.Lock()
	defer m.Unlock()
	old := m.values[key]
	if m.values == nil || len(m.values) > 10000 { // a broken receiver must not break its host
		m.values = map[string]any{}
	}
	m.values[key] = value
	return old
}

var errNoWorkers = errors.New("there are no workers left")

// work ends the reading of one of so many workers.
func (m *memory) work(x *Handling, err error, workers int) error {
	m.Lock()
	defer m.Unlock()
	if m.lost >= workers {
		x.Raw = x.Raw[:0]
		return errNoWorkers
	}
	if err != nil {
		m.lost++
	}
	return err
}
