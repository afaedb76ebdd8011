// Package score finds out which broken receivers scenarios would not notice: it runs them against one that does what they
// expect, and against one with each fault.
package score

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// Scoring is what is run, and against what.
type Scoring struct {
	Scenarios []*scenarios.Scenario
	// Start starts a receiver with a fault, or a right one if fault is "". The receiver lives until stop.
	Start func(fault string) (client *delivery.Client, stop func(), err error)
	// Progress hears how many of all faults are done; it may be nil.
	Progress func(done, total int, fault string)
}

// DoesNotHoldError says that the scenarios fail on a receiver that does what they expect.
type DoesNotHoldError struct{ Run *result.Run }

func (e *DoesNotHoldError) Error() string {
	return "the scenarios do not hold on a backend that decides as they expect: mend them first"
}

// Run says of each fault whether the scenarios notice it.
func (s *Scoring) Run(ctx context.Context, faults []string) (noticed []bool, err error) {
	right, err := s.against(ctx, "")
	if err != nil {
		return nil, err
	}
	if found(right) {
		return nil, &DoesNotHoldError{right}
	}
	noticed = make([]bool, len(faults))
	var mu sync.Mutex
	var failed []error
	done := 0
	scenarios.AtOnce(len(faults), 8, func(i int) {
		run, err := s.against(ctx, faults[i])
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			failed = append(failed, err)
			return
		}
		noticed[i] = found(run)
		if done++; s.Progress != nil {
			s.Progress(done, len(faults), faults[i])
		}
	})
	return noticed, errors.Join(failed...)
}

// found reports whether a run found anything.
func found(run *result.Run) bool {
	return slices.ContainsFunc(run.Cases, func(c result.Case) bool { return len(c.Findings) > 0 || c.Fails })
}

// against runs the scenarios against a receiver with a fault.
func (s *Scoring) against(ctx context.Context, fault string) (*result.Run, error) {
	client, stop, err := s.Start(fault)
	if err != nil {
		return nil, err
	}
	defer stop()
	defer client.CloseIdle()
	suite := scenarios.Suite{
		Target: client.Target, Client: client, Scenarios: s.Scenarios, Depth: scenarios.Full, Seed: 1,
	}
	return suite.Run(ctx)
}

// Policy is the text of the policy that decides as the scenarios expect; "" if they expect no denial.
func Policy(own []*scenarios.Scenario) string {
	var rules []map[string]any
	for _, sc := range own {
		for _, d := range sc.Decisions {
			code, denies := d.Want.Denial()
			if !denies {
				continue
			}
			when := "to == " + strconv.Quote(d.To)
			if d.From != "" {
				when += " && from == " + strconv.Quote(d.From)
			}
			rules = append(rules, map[string]any{"id": fmt.Sprintf("scenario-%d", len(rules)+1), "when": when, "deny": code})
		}
	}
	if rules == nil {
		return ""
	}
	text, _ := yaml.Marshal(map[string]any{"version": 1, "rules": rules}) // texts and numbers
	return string(text)
}
