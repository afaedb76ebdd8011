package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chatcb/chatcb/scenarios"
)

// refusing loads nothing: a schema that needs it is not self-contained.
type refusing struct{}

func (refusing) Load(url string) (any, error) {
	return nil, errors.New("not self-contained: it needs " + url)
}

// published compiles a published schema, or a part of one, with nothing beside it.
func published(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.UseLoader(refusing{})
	file, _, _ := strings.Cut(name, "#")
	text, err := Schema(strings.TrimSuffix(file, ".json"))
	if err != nil {
		t.Fatal(err)
	}
	addSchema(t, c, "file:///tmp/"+file, text) // as if it were printed into a file: its $id and not its place counts
	s, err := c.Compile("file:///tmp/" + name)
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

// TestSchemasAreSelfContained compiles every schema with a loader that refuses everything, and looks for what they are
// made of only once.
func TestSchemasAreSelfContained(t *testing.T) {
	for _, name := range Schemas() {
		published(t, name+".json")
		text, err := Schema(name)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(text, []byte(`"$id": "https://github.com/chatcb/chatcb/schema/exchange.json"`)); n > 1 {
			t.Errorf("%s: exchange.json stands in it %d times, want once", name, n)
		}
	}
	for _, l := range LineSchemas() {
		name, _, _ := strings.Cut(l[1], ":")
		if _, err := Schema(name); err != nil {
			t.Errorf("lines of %s: %v", l[0], err)
		}
	}
	if _, err := Schema("lines"); err == nil || err.Error() != `no schema "lines"` {
		t.Errorf("got %v, want no schema", err)
	}
}

func TestCheckJSONSchema(t *testing.T) {
	whole, line := published(t, "check.json"), published(t, "check-line.json")
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
