// Package suites is what the commands that run scenarios share.
package suites

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
)

// Timeout is how long check listens by default: a suite has many requests, and a dead backend fails all of them.
const Timeout = 4 * time.Second

// Selectors splits lists at commas.
func Selectors(lists []string) []string {
	var all []string
	for _, list := range lists {
		for word := range strings.SplitSeq(list, ",") {
			if word = strings.TrimSpace(word); word != "" {
				all = append(all, word)
			}
		}
	}
	return all
}

// Error sorts the errors of a suite that was set up wrongly.
func Error(err error) error {
	if errors.Is(err, scenarios.ErrNothing) {
		return exit.Ended(outcome.Nothing, err)
	}
	if selector, ok := errors.AsType[*scenarios.SelectError](err); ok {
		return exit.Usagef("--only, --skip: %w", selector)
	}
	return exit.Usage(err)
}

// Vars are the flag --var, which gives values to the variables of scenarios.
type Vars struct {
	List []string `flag:"var"`
}

// Load reads files of scenarios, and tells of old spellings in them.
func (v *Vars) Load(files []string, tell io.Writer) ([]*scenarios.Scenario, error) {
	vars := make(map[string]string)
	for _, given := range v.List {
		name, value, ok := strings.Cut(given, "=")
		if !ok || name == "" {
			return nil, exit.Usagef("--var: wanted NAME=VALUE, got %q", given)
		}
		vars[name] = value
	}
	list, err := catalogue.ReadFiles(files, vars, os.LookupEnv, func(message string) {
		fmt.Fprintf(tell, "chatcb: %s\n", message)
	})
	if err != nil {
		return nil, exit.Usage(err)
	}
	return list, nil
}

// WithFaults are the scenarios with the faults of the mock server that each must catch: those whose table names it, and
// those that it names itself.
func WithFaults(list ...*scenarios.Scenario) []*scenarios.Scenario {
	shown := make([]*scenarios.Scenario, len(list))
	for i, sc := range list {
		c := *sc
		c.Faults = slices.Clone(sc.Faults)
		for f := range fault.All() {
			if slices.Contains(f.Fires, sc.ID) {
				c.Faults = append(c.Faults, f.ID)
			}
		}
		shown[i] = &c
	}
	return shown
}
