package check

import (
	"encoding/json"
	"io"

	"github.com/chatcb/chatcb/examples"
	"github.com/chatcb/chatcb/scenarios"
)

// scenarioJSON is a scenario as --output json shows it.
type scenarioJSON struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Severity string   `json:"severity"`
	Level    string   `json:"level"`
	Depth    string   `json:"profile"`
	Hostile  bool     `json:"hostile"`
	Tags     []string `json:"tags"`
	Sentence string   `json:"sentence"`
	Source   string   `json:"source"`
	Sent     string   `json:"sent"`
	Expected string   `json:"expected"`
	Why      string   `json:"why"`
	Fix      string   `json:"fix"`
	Cases    []string `json:"cases"`
	Faults   []string `json:"faults"`
	File     string   `json:"file,omitempty"`

	Receiver *examples.Receiver `json:"receiver,omitempty"` // of explain --lang
}

// ScenariosJSON writes scenarios as JSON, with the receiver of explain --lang if there is one.
func ScenariosJSON(w io.Writer, list []*scenarios.Scenario, receiver *examples.Receiver) error {
	all := make([]scenarioJSON, len(list))
	for i, sc := range list {
		all[i] = scenarioJSON{
			sc.ID, sc.Title, string(sc.Severity), string(sc.Level), string(sc.Depth), sc.Hostile, sc.Tags, sc.Sentence, string(sc.Source),
			sc.Sent, sc.Expected, sc.Why, sc.Fix, sc.Cases(), sc.Faults, sc.File, receiver,
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(all)
}
