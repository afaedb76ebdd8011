package report

import (
	"fmt"
	"io"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/examples"
	"github.com/chatcb/chatcb/report/safe"
)

// ruleJSON is a rule as --output json shows it.
type ruleJSON struct {
	ID       string             `json:"id"`
	Title    string             `json:"title"`
	Severity rule.Severity      `json:"severity"`
	Level    rule.Level         `json:"level"`
	Sentence string             `json:"sentence"`
	Source   rule.Source        `json:"source"`
	Why      string             `json:"why"`
	Fix      string             `json:"fix"`
	Receiver *examples.Receiver `json:"receiver,omitempty"` // of explain --lang
}

// RulesJSON writes rules as JSON, with the receiver of explain --lang if there is one.
func RulesJSON(w io.Writer, rules []*rule.Rule, receiver *examples.Receiver) error {
	fmt.Fprint(w, "[")
	for i, r := range rules {
		start := ",\n"
		if i == 0 {
			start = "\n"
		}
		line := safe.JSON(ruleJSON{r.ID, r.Title, r.Severity, r.Level, r.Sentence, r.Source, r.Why, r.Fix, receiver})
		if _, err := fmt.Fprintf(w, "%s%s", start, line); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "\n]")
	return err
}
