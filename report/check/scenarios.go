package check

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/examples"
	"github.com/chatcb/chatcb/report/term"
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

// ScoredFault is a broken receiver, and whether scenarios notice it.
type ScoredFault struct {
	ID, Group, Title string
	Fires            []string
	Noticed          bool
}

func noticed(rows []ScoredFault) (n int) {
	for _, r := range rows {
		if r.Noticed {
			n++
		}
	}
	return n
}

// ShowScore lists the broken receivers that are not noticed, by their groups.
func ShowScore(t *term.Terminal, rows []ScoredFault) {
	show(t, "score.txt", struct {
		Noticed int
		Rows    []ScoredFault
	}{noticed(rows), rows})
}

// WriteScore writes them as JSON.
func WriteScore(w io.Writer, rows []ScoredFault) error {
	var b strings.Builder
	fmt.Fprintf(&b, `{"version":1,"noticed":%d,"of":%d,"faults":[`, noticed(rows), len(rows))
	for i, r := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n{\"fault\":%q,\"group\":%q,\"noticed\":%t}", r.ID, r.Group, r.Noticed)
	}
	_, err := fmt.Fprintln(w, b.String()+"\n]}")
	return err
}
