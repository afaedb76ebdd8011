package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chatcb/chatcb/scenarios"
)

// published compiles a part of a published schema, with the others that it refers to.
func published(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for _, n := range Schemas() {
		text, err := Schema(n)
		if err != nil {
			t.Fatal(err)
		}
		addSchema(t, c, "https://github.com/chatcb/chatcb/schema/"+n+".json", text)
	}
	s, err := c.Compile("https://github.com/chatcb/chatcb/schema/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func addSchema(t *testing.T, c *jsonschema.Compiler, url string, text []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	if err := c.AddResource(url, doc); err != nil {
		t.Fatal(err)
	}
}

func valid(t *testing.T, s *jsonschema.Schema, text string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("no JSON: %v\n%s", err, clip(text, 2000))
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("%v\n%s", err, clip(text, 2000))
	}
}

func runs() map[string]*scenarios.Run {
	all := red()
	all["sample"], all["quiet"] = sampleRun(), quietRun()
	return all
}

func TestCheckJSONSchema(t *testing.T) {
	whole, line := published(t, "check.json"), published(t, "check.json#/$defs/line")
	for name, run := range runs() {
		t.Run(name, func(t *testing.T) {
			valid(t, whole, render(t, "json", run))
			lines := strings.Split(strings.TrimSuffix(render(t, "ndjson", run), "\n"), "\n")
			for _, l := range lines {
				valid(t, line, l)
			}
			if got, want := len(lines), len(run.Cases)+1; got != want {
				t.Errorf("got %d lines, want %d", got, want)
			}
		})
	}
}

// TestCheckJSONIsTheRun proves that spelling characters out, and lines, change nothing in what the JSON says.
func TestCheckJSONIsTheRun(t *testing.T) {
	run := sampleRun()
	plain, err := json.Marshal(run)
	if err != nil {
		t.Fatal(err)
	}
	var want, got, joined map[string]any
	for text, v := range map[string]*map[string]any{string(plain): &want, render(t, "json", run): &got} {
		if err := json.Unmarshal([]byte(text), v); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("JSON differs from the run (-want +got):\n%s", diff)
	}
	lines := strings.Split(strings.TrimSuffix(render(t, "ndjson", run), "\n"), "\n")
	var cases []any
	for i, l := range lines {
		var v map[string]any
		if err := json.Unmarshal([]byte(l), &v); err != nil {
			t.Fatal(err)
		}
		delete(v, "type")
		if i == len(lines)-1 {
			joined = v
			break
		}
		delete(v, "version")
		cases = append(cases, v)
	}
	joined["cases"] = cases
	if diff := cmp.Diff(want, joined); diff != "" {
		t.Errorf("the lines differ from the run (-want +got):\n%s", diff)
	}
}
