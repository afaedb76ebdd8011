package check

import (
	"bytes"
	"fmt"
	"io"

	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// noCases is where the cases stand in the JSON of a run without any. Inside a JSON string its quotes would be escaped.
var noCases = []byte(`"cases":[],`)

// checkJSON renders a run as one JSON object, a case a line; see schema/check.json.
func checkJSON(w io.Writer, run *result.Run) error {
	head, tail, err := aroundCases(run)
	if err != nil {
		return err
	}
	out := safe.Writer{W: w}
	out.Printf("%s%s", head, `"cases":[`)
	for i := range run.Cases {
		line, err := run.Cases[i].MarshalJSON()
		if err != nil {
			return err
		}
		separator := ",\n"
		if i == 0 {
			separator = "\n"
		}
		out.Printf("%s%s", separator, safe.Inert(line))
	}
	out.Printf("\n],\n%s\n", tail)
	return out.Err
}

// checkLines renders a run as JSON lines: a case a line, and the rest of the run last.
func checkLines(w io.Writer, run *result.Run) error {
	head, tail, err := aroundCases(run)
	if err != nil {
		return err
	}
	out := safe.Writer{W: w}
	for i := range run.Cases {
		line, err := run.Cases[i].MarshalJSON()
		if err != nil {
			return err
		}
		out.Printf("{\"type\":\"case\",\"version\":%d,%s\n", run.Version, safe.Inert(line)[1:])
	}
	out.Printf("{\"type\":\"summary\",%s%s\n", head[1:], tail)
	return out.Err
}

// aroundCases is the JSON of a run up to its cases, and after them.
func aroundCases(run *result.Run) (head, tail []byte, err error) {
	rest := *run
	rest.Cases = nil
	text, err := rest.MarshalJSON()
	if err != nil {
		return nil, nil, err
	}
	head, tail, ok := bytes.Cut(safe.Inert(text), noCases)
	if !ok {
		return nil, nil, fmt.Errorf("the JSON of a run has no %s", noCases)
	}
	return head, tail, nil
}
