package catalogue

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios/spec"
)

// scenarioSchema is where editors find the schema of scenario files.
const scenarioSchema = "https://github.com/chatcb/chatcb/schema/scenario.json"

func compile(t *testing.T, id string, files ...string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	for _, file := range files {
		text, err := os.ReadFile("../../report/schema/" + file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource("https://github.com/chatcb/chatcb/schema/"+file, doc); err != nil {
			t.Fatal(err)
		}
	}
	s, err := c.Compile(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shipped are the YAML files that come along, by name.
func shipped() map[string][]byte {
	files := map[string][]byte{"own": []byte("# yaml-language-server: $schema=x\n" + ownScenarios)}
	for _, name := range []string{"scenario.en.yaml", "scenario.zh.yaml"} {
		files[name], _ = spec.Templates.ReadFile("template/" + name) // what is not there is no YAML of scenarios
	}
	for _, f := range readFiles(builtinFiles, os.DirFS("testdata/added")) {
		files[f.name] = f.text
	}
	return files
}

// Editors take the shipped files for valid, too, and find the schema by their first line.
func TestShippedFilesFitTheSchema(t *testing.T) {
	t.Parallel()
	schema := compile(t, scenarioSchema, "scenario.json")
	for name, text := range shipped() {
		var v any
		if err := yaml.Unmarshal(text, &v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		asJSON, err := json.Marshal(v)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if first, _, _ := strings.Cut(string(text), "\n"); !strings.HasPrefix(first, "# yaml-language-server: $schema=") {
			t.Errorf("%s: got the first line %q, want one that names the schema", name, first)
		}
	}
}

// What the schema refuses, the reader refuses, and the other way round.
func TestSchemaAndReaderAgree(t *testing.T) {
	t.Parallel()
	schema := compile(t, scenarioSchema, "scenario.json")
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"least", "version: 1\nscenarios: [{id: a}]\n", true},
		{"unknown key", "version: 1\nscenarios: [{id: a, tittle: b}]\n", false},
		{"unknown key within", "version: 1\nscenarios: [{id: a, request: {friend: 2}}]\n", false},
		{"no id", "version: 1\nscenarios: [{title: a}]\n", false},
		{"other version", "version: 2\nscenarios: [{id: a}]\n", false},
		{"wrong word", "version: 1\nscenarios: [{id: a, level: error}]\n", false},
		{"wrong answer", "version: 1\nscenarios: [{id: a, expect: {answer: 99}}]\n", false},
		{"status", "version: 1\nscenarios: [{id: a, expect: {answer: [valid, 404]}}]\n", true},
		{"number for a list", "version: 1\nscenarios: [{id: a, tags: 5}]\n", false},
		{"duration", "version: 1\nscenarios: [{id: a, expect: {within: 5}}]\n", false},
		{"empty matrix", "version: 1\nscenarios: [{id: a, matrix: {x: []}}]\n", false},
		{"matrix of names", "version: 1\nscenarios: [{id: a, matrix: {x: {one: 1, two: {a: 1, b: 2}}}}]\n", true},
		{"patch", "version: 1\nscenarios: [{id: a, change: {json_patch: [{op: remove, path: /AddType}]}}]\n", true},
		{"patch without path", "version: 1\nscenarios: [{id: a, change: {json_patch: [{op: remove}]}}]\n", false},
	} {
		_, err := NewLoader(nil, nil).Read("f.yaml", []byte(c.text))
		if (err == nil) != c.ok {
			t.Errorf("%s: the reader says %v, want ok %v", c.name, err, c.ok)
		}
		var v any
		if err := yaml.Unmarshal([]byte(c.text), &v); err != nil {
			t.Fatal(err)
		}
		asJSON, _ := json.Marshal(v)
		doc, _ := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
		if err := schema.Validate(doc); (err == nil) != c.ok {
			t.Errorf("%s: the schema says %v, want ok %v", c.name, err, c.ok)
		}
	}
}

// A run, with everything in it, fits the published schema.
func TestResultFitsTheSchema(t *testing.T) {
	t.Parallel()
	schema := compile(t, "https://github.com/chatcb/chatcb/schema/check.json", "check.json", "exchange.json")
	for _, fault := range []string{"", "numeric-accounts", "no-app-id-check", "gbk-text", "reads-2048"} {
		run := inMemory(t, setting{fault: fault, only: []string{"FLD", "SEC-001", "POL", "SEC-034"}})
		run.Baseline = []result.Accepted{{Case: "FLD-001", Rule: "TYP-006", Reason: "r", Owner: "o", Expires: "2026-12-31", Problem: "stale"}}
		text, err := json.Marshal(run)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%q: %v", fault, err)
		}
	}
}
