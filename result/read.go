package result

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
)

// ReadRun reads from a JSON report which scenarios ran, and what came of them.
func ReadRun(file string) (*Run, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var report struct {
		Version int `json:"version"`
		Cases   []struct {
			Scenario  string            `json:"scenario"`
			Status    Status            `json:"status"`
			Exchanges []json.RawMessage `json:"exchanges"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(text, &report); err != nil {
		return nil, fmt.Errorf("%s is no JSON report of check: %w", file, err)
	}
	if report.Version != Version || report.Cases == nil {
		return nil, fmt.Errorf("%s is no JSON report of check: wanted version %d and cases", file, Version)
	}
	run := &Run{}
	for _, c := range report.Cases {
		run.Cases = append(run.Cases, Case{
			Scenario: c.Scenario, Status: c.Status, Steps: slices.Repeat([]Step{{}}, len(c.Exchanges)),
		})
	}
	return run, nil
}
