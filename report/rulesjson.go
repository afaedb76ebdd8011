package report

import (
	"io"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/examples"
)

// RulesJSON writes rules as JSON, with the receiver of explain --lang if there is one.
func RulesJSON(w io.Writer, rules []*rule.Rule, receiver *examples.Receiver) error {
	b := []byte{'['}
	for i, r := range rules {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendRule(append(b, '\n'), r, receiver)
	}
	_, err := w.Write(append(b, "\n]\n"...))
	return err
}
