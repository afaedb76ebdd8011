package cmd

import (
	"errors"
	"strings"
	"time"

	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
)

// checkTimeout is how long check listens by default: a suite has many requests, and a dead backend fails all of them.
const checkTimeout = 4 * time.Second

// selectors splits lists at commas.
func selectors(lists []string) []string {
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

// suiteError sorts the errors of a suite that was set up wrongly.
func suiteError(err error) error {
	if errors.Is(err, scenarios.ErrNothing) {
		return ended(outcome.Nothing, err)
	}
	if selector, ok := errors.AsType[*scenarios.SelectError](err); ok {
		return usagef("--only, --skip: %w", selector)
	}
	return usage(err)
}

// loadScenarios reads files of scenarios.
func loadScenarios(files []string, env func(string) (string, bool)) ([]*scenarios.Scenario, error) {
	list, err := catalogue.ReadFiles(files, env)
	if err != nil {
		return nil, usage(err)
	}
	return list, nil
}
