package fault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// Recorded are the faults of a capture, to act once more on the same requests. Requests are told apart by their bodies
// but for EventTime; where several are alike, the first in the capture stands for the first that comes, and so on, and
// after the last it begins again. So it does not matter how many come at a time, as long as those that are alike come
// one after the other. It holds some hundred bytes for each request. Make one with [NewRecorded], Add to it, and give its
// Script to a server.
type Recorded struct {
	// Requests counts what was added, and Faulty those among them on which faults acted.
	Requests, Faulty int

	files Files
	seed  maphash.Seed
	acts  map[Injection]*act // of faults, whatever their seeds and draws
	runs  map[uint64][][]Injection
}

// Injection is one fault that acted on an exchange, with all that it takes to repeat it; see [Recorded].
type Injection struct {
	Fault string `json:"fault"` // the part of the script
	Seed  uint64 `json:"seed"`  // of the script
	Place uint64 `json:"place"` // of the part in the script, from 0
	Draw  uint64 `json:"draw"`  // which of the exchanges that the fault saw this was, from 1
}

// kind is the fault, whatever the seed and the draw.
func (i Injection) kind() Injection { return Injection{Fault: i.Fault, Place: i.Place} }

// NewRecorded returns one without requests.
func NewRecorded(files Files) *Recorded {
	return &Recorded{files: files, seed: maphash.MakeSeed(), acts: map[Injection]*act{}, runs: map[uint64][][]Injection{}}
}

// Add adds a request by its body, and the faults that acted on it, as they are recorded with it; see [Event.Extra].
func (r *Recorded) Add(body []byte, beside []callback.Member) error {
	injected, err := ReadInjections(beside)
	if err != nil {
		return err
	}
	for _, i := range injected {
		if err := r.know(i.kind()); err != nil {
			return err
		}
	}
	id := callback.Identity(r.seed, body)
	r.runs[id] = append(r.runs[id], injected)
	r.Requests++
	if len(injected) > 0 {
		r.Faulty++
	}
	return nil
}

// Script is what to give to a server. Name says where the faults come from.
func (r *Recorded) Script(name string) *Script { return &Script{Text: name, recorded: r} }

// know makes the act of a fault, unless it is there.
func (r *Recorded) know(fault Injection) error {
	if r.acts[fault] != nil {
		return nil
	}
	script, err := Parse(fault.Fault, r.files)
	if err != nil {
		return err
	}
	if len(script.acts) != 1 || script.acts[0].from > 0 || strings.Contains(fault.Fault, ",") {
		return fmt.Errorf("wanted one fault, got %q", fault.Fault)
	}
	if id := script.OfHandshakes(); id != "" {
		return fmt.Errorf("%s acts on TLS handshakes, which cannot be repeated request by request: start the mock server with --fault %s", id, id)
	}
	a := script.acts[0]
	a.index, a.text = fault.Place, fault.Fault
	r.acts[fault] = a
	return nil
}

// AppendInjections appends the members fault, seed, place and draw, or of several faults a list in the member fault.
func AppendInjections(extra []callback.Member, injected []Injection) []callback.Member {
	switch len(injected) {
	case 0:
		return extra
	case 1:
		i := &injected[0]
		return append(extra,
			callback.Member{Name: "fault", Value: string(rawjson.AppendString(nil, i.Fault))},
			callback.Member{Name: "seed", Value: strconv.FormatUint(i.Seed, 10)},
			callback.Member{Name: "place", Value: strconv.FormatUint(i.Place, 10)},
			callback.Member{Name: "draw", Value: strconv.FormatUint(i.Draw, 10)})
	}
	list, _ := json.Marshal(injected) // texts and numbers
	return append(extra, callback.Member{Name: "fault", Value: string(list)})
}

// ReadInjections reads the members fault, seed, place and draw: one fault, or a list of them.
func ReadInjections(beside []callback.Member) ([]Injection, error) {
	var one Injection
	for _, m := range beside {
		var err error
		switch m.Name {
		case "fault":
			var list []Injection
			if json.Unmarshal([]byte(m.Value), &list) == nil {
				return list, nil
			}
			err = json.Unmarshal([]byte(m.Value), &one.Fault)
		case "seed", "place", "draw":
			err = json.Unmarshal([]byte(`{"`+m.Name+`":`+m.Value+`}`), &one)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	switch {
	case one.Fault == "":
		return nil, nil
	case one.Draw == 0:
		return nil, errors.New("draw: there is none beside the fault")
	}
	return []Injection{one}, nil
}

// repeating is recorded faults that act.
type repeating struct {
	*Recorded
	acts map[Injection]*acting

	mu   sync.Mutex
	next map[uint64]int // of the requests that are alike, which comes next
}

// draw appends the faults that acted on the request with this body to hits.
func (r *repeating) draw(hits []hit, body []byte) []hit {
	id := callback.Identity(r.seed, body)
	run := r.runs[id]
	if len(run) == 0 {
		return hits
	}
	n := 0
	if len(run) > 1 {
		r.mu.Lock()
		n = r.next[id]
		r.next[id] = (n + 1) % len(run)
		r.mu.Unlock()
	}
	for _, i := range run[n] {
		hits = append(hits, r.acts[i.kind()].hit(i.Seed, i.Draw))
	}
	return hits
}

// readAhead reads the body, up to the limit, and leaves it to be read again: the faults that act depend on it, and some
// are about how it is read.
func (x *Handling) readAhead() []byte {
	body := x.HTTP.Body
	read, _ := io.ReadAll(io.LimitReader(body, int64(x.Limit)+1)) // what is wrong with it is wrong when it is read again
	x.HTTP.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(read), body), body}
	return read
}
