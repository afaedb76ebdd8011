// Package fault is how a mock server misbehaves: a table of broken receivers, each broken in one way, and the scripts that
// say which of them acts when.
//
// [All] lists the table, [Parse] reads a script, [Script.Start] has it run as a [Plan]. A fault acts on a [Handling]: one
// request that a receiver is at work on. What acted on an exchange is an [Injection], with all that it takes to repeat it;
// [Recorded] does that for a whole capture.
package fault

import (
	_ "embed" // for the table
	"iter"
	"slices"
	"sync"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// Fault is one way to misbehave: what is said of an element of the table in faults.yaml.
type Fault struct {
	ID    string `yaml:"id"`    // kebab-case
	Group string `yaml:"group"` // what it is about, such as wire, STS, SEC, or legal for what must not be minded
	Title string `yaml:"title"` // what the receiver does
	// Takes is what may stand after ID=, such as STATUS; "" where nothing may.
	Takes string `yaml:"takes"`
	// Fires are the ids of what must notice it: rules that judge its answer to the page's sample request, and scenarios.
	// An element of the group legal has none.
	Fires []string `yaml:"fires"`
	// Denied says that Fires is about a sample whose accounts were to be blocked, Allowed that they were to be allowed.
	Denied  bool `yaml:"denied"`
	Allowed bool `yaml:"allowed"`
	// Hostile says that Fires is about the answers to requests that are no legal ones.
	Hostile bool `yaml:"hostile"`
}

//go:embed faults.yaml
var table []byte

// faults are the table.
var faults = sync.OnceValue(func() []*row {
	var f struct {
		Version int    `yaml:"version" need:"yes"`
		Faults  []*row `yaml:"faults" need:"yes"`
	}
	if err := yamlfile.Read("faults.yaml", table, &f).Err(); err != nil {
		panic(err) // embedded, and read by the tests
	}
	return f.Faults
})

// All lists the faults that a script can name.
func All() iter.Seq[*Fault] {
	return func(yield func(*Fault) bool) {
		for _, r := range faults() {
			if !yield(&r.Fault) {
				return
			}
		}
	}
}

func named(id string) *row {
	if i := slices.IndexFunc(faults(), func(r *row) bool { return r.ID == id }); i >= 0 {
		return faults()[i]
	}
	return nil
}

func noFault(id string) string {
	ids := []string{"ok", "median", "p99"}
	for f := range All() {
		ids = append(ids, f.ID)
	}
	return "no fault " + `"` + id + `"` + nearest.Hint(id, ids)
}
