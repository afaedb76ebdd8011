// Package schema holds the JSON Schemas of what chatcb writes and reads.
package schema

import (
	"bytes"
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/lazy"
)

//go:embed *.json
var schemas embed.FS

// schemaRef is a reference to another schema: by its name beside this one, or by its whole $id.
var schemaRef = lazy.Regexp(`"\$ref": "(?:https://github\.com/chatcb/chatcb/schema/)?([a-z-]+)\.json[#"]`)

// Names lists the names of the JSON Schemas.
func Names() []string {
	entries, _ := schemas.ReadDir(".") // embedded: it is there
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".json")
	}
	return slices.Sorted(slices.Values(names))
}

// Lines tells for commands with --output ndjson which schema each of their lines has.
func Lines() [][2]string {
	return [][2]string{
		{"send, judge", "run-line"},
		{"captures list, captures show", "run-line"},
		{"check", "check-line"},
		{"replay", "replay-line"},
		{"replay --dry-run", "replay-plan-line"},
		{"mockserver, record", "server-line"},
		{"simulate", "simulate: one line, the result"},
		{"simulate --map", "map: one line"},
		{"simulate --hunt", "hunt: one line"},
		{"simulate --find-limit", "limit: one line"},
	}
}

// Document returns the JSON Schema of this name as a compound document: the schemas that it refers to, and those that they
// refer to, stand under $defs with their own $id, so that a validator needs nothing else (JSON Schema 2020-12, 9.3).
func Document(name string) ([]byte, error) {
	text, err := schemas.ReadFile(name + ".json")
	if err != nil {
		return nil, fmt.Errorf("no schema %q", name)
	}
	var others []string
	for i, from := 0, text; ; i++ {
		for _, m := range schemaRef().FindAllSubmatch(from, -1) {
			if other := string(m[1]); other != name && !slices.Contains(others, other) {
				others = append(others, other)
			}
		}
		if i == len(others) {
			return embedSchemas(text, others)
		}
		if from, err = schemas.ReadFile(others[i] + ".json"); err != nil {
			return nil, fmt.Errorf("the schema %s refers to %s, which there is not", name, others[i])
		}
	}
}

// embedSchemas puts schemas under the $defs of the text, before those that stand there, or at its end.
func embedSchemas(text []byte, names []string) ([]byte, error) {
	if len(names) == 0 {
		return text, nil
	}
	const opening = "\n  \"$defs\": {"
	head, tail, ok := bytes.Cut(text, []byte(opening))
	separator := ","
	if !ok {
		head, separator = append(bytes.TrimSuffix(bytes.TrimSpace(text), []byte("\n}")), ','), ""
		tail = []byte("\n  }\n}\n")
	}
	out := append(slices.Clone(head), opening...)
	for i, name := range names {
		other, err := schemas.ReadFile(name + ".json")
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "\n    %q: %s", name+".json", bytes.ReplaceAll(bytes.TrimSpace(other), []byte("\n"), []byte("\n    ")))
	}
	return append(append(out, separator...), tail...), nil
}
