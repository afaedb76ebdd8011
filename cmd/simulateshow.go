package cmd

import (
	"fmt"
	"math"
	"os"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/simulate"
)

// simulationStatus is the exit status that a run stands for.
func simulationStatus(s *report.Simulation) int {
	r := s.Result
	switch {
	case r.Interrupted:
		return statusInterrupted
	case r.Requests > 0 && r.Unreached == r.Requests:
		return statusTrouble
	case s.Limit != nil && s.Limit.Proof == simulate.Disproven:
		return statusLeak
	case s.Failing() > 0 || s.Limit != nil && s.Limit.Proof == simulate.NotProven:
		return statusFindings
	case s.Score.Benign.Accounts+s.Score.Malicious.Accounts == 0:
		return statusNothing
	}
	return statusOK
}

// showSimulation reports a result, and ends with its exit status.
func (a *app) showSimulation(r *simulate.Result, limit float64, files []string, repeat func(uint64) string) error {
	s := report.NewSimulation(r, limit, repeat)
	s.Status = simulationStatus(s)
	for _, file := range files {
		if err := report.WriteSimulation(file, s); err != nil {
			return err
		}
	}
	if a.output != "text" {
		if err := report.SimulationJSON(a.stdout, s); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
		return withStatus(s.Status)
	}
	a.terminal().Simulation(s)
	return withStatus(s.Status)
}

// noLimit stands for no limit of the leak rate.
const noLimit = -1

// leakLimit reads --max-leak.
func (o *simulateOutFlags) leakLimit(malicious bool) (float64, error) {
	if o.maxLeak == "" {
		return noLimit, nil
	}
	limit, err := simulate.ParseShare(o.maxLeak)
	if err != nil || !(limit > 0 && limit < 1) || math.IsInf(limit, 0) {
		return 0, usagef("--max-leak: wanted a share above 0 and below 100%%, such as 0.1%%, got %q", o.maxLeak)
	}
	if !malicious {
		return 0, usagef("--max-leak: there is no campaign, so nothing is to be blocked")
	}
	return limit, nil
}

func writeFile(name string, write func(*os.File) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
