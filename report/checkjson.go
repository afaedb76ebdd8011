package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/chatcb/chatcb/scenarios"
)

// noCases is where the cases stand in the JSON of a run without any. Inside a JSON string its quotes would be escaped.
var noCases = []byte(`"cases":[],`)

// checkJSON renders a run as one JSON object, a case a line; see schema/check.json.
func checkJSON(w io.Writer, run *scenarios.Run) error {
	head, tail, err := aroundCases(run)
	if err != nil {
		return err
	}
	out := sticky{w: w}
	out.printf("%s%s", head, `"cases":[`)
	for i := range run.Cases {
		line, err := run.Cases[i].MarshalJSON()
		if err != nil {
			return err
		}
		separator := ",\n"
		if i == 0 {
			separator = "\n"
		}
		out.printf("%s%s", separator, inert(line))
	}
	out.printf("\n],\n%s\n", tail)
	return out.err
}

// checkLines renders a run as JSON lines: a case a line, and the rest of the run last.
func checkLines(w io.Writer, run *scenarios.Run) error {
	head, tail, err := aroundCases(run)
	if err != nil {
		return err
	}
	out := sticky{w: w}
	for i := range run.Cases {
		line, err := run.Cases[i].MarshalJSON()
		if err != nil {
			return err
		}
		out.printf("{\"type\":\"case\",\"version\":%d,%s\n", run.Version, inert(line)[1:])
	}
	out.printf("{\"type\":\"summary\",%s%s\n", head[1:], tail)
	return out.err
}

// aroundCases is the JSON of a run up to its cases, and after them.
func aroundCases(run *scenarios.Run) (head, tail []byte, err error) {
	rest := *run
	rest.Cases = nil
	text, err := rest.MarshalJSON()
	if err != nil {
		return nil, nil, err
	}
	head, tail, ok := bytes.Cut(inert(text), noCases)
	if !ok {
		return nil, nil, fmt.Errorf("the JSON of a run has no %s", noCases)
	}
	return head, tail, nil
}

// inert spells the characters of JSON text that act on a terminal as escapes. The text means the same: outside strings
// JSON has none of them.
func inert(text []byte) []byte {
	if !bytes.ContainsFunc(text, actsOnTerminal) {
		return text
	}
	out := make([]byte, 0, len(text)+64)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		switch {
		case !actsOnTerminal(r):
			out = append(out, text[i:i+n]...)
		case r > 0xffff:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		i += n
	}
	return out
}

func actsOnTerminal(r rune) bool { return r >= 0x7f && unsafe(r) }

// writeInert writes a value as JSON in a line, for what a terminal may show.
func writeInert(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(inert(b.Bytes()))
	return err
}

// marshalInert is json.Marshal with an indent, for what a terminal may show.
func marshalInert(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(v)
	return inert(b.Bytes()), err
}
