package check

import (
	"bytes"
	"fmt"
	"io"

	"github.com/chatcb/chatcb/result"
)

// noCases is where the cases stand in the JSON of a run without any. Inside a JSON string its quotes would be escaped.
var noCases = []byte(`"cases":[],`)

// writeJSON renders a run as one JSON object, a case a line; see schema/check.json.
func writeJSON(w io.Writer, run *result.Run) error {
	head, tail, err := aroundCases(run)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s%s", head, `"cases":[`)
	for i := range run.Cases {
		line, err := run.Cases[i].MarshalJSON()
		if err != nil {
			return err
		}
		separator := ",\n"
		if i == 0 {
			separator = "\n"
		}
		fmt.Fprintf(w, "%s%s", separator, line)
	}
	fmt.Fprintf(w, "\n],\n%s\n", tail)
	return nil
}

// writeLines renders a run as JSON lines: a case a line, and the rest of the run last.
func writeLines(w io.Writer, run *result.Run) error {
	head, tail, err := aroundCases(run)
	if err != nil {
		return err
	}
	for i := range run.Cases {
		line, err := run.Cases[i].MarshalJSON()
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "{\"type\":\"case\",\"version\":%d,%s\n", run.Version, line[1:])
	}
	fmt.Fprintf(w, "{\"type\":\"summary\",%s%s\n", head[1:], tail)
	return nil
}

// aroundCases is the JSON of a run up to its cases, and after them.
func aroundCases(run *result.Run) (head, tail []byte, err error) {
	rest := *run
	rest.Cases = nil
	text, err := rest.MarshalJSON()
	if err != nil {
		return nil, nil, err
	}
	head, tail, ok := bytes.Cut(text, noCases)
	if !ok {
		return nil, nil, fmt.Errorf("the JSON of a run has no %s", noCases)
	}
	return head, tail, nil
}
