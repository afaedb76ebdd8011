package check

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/internal/schematest"
	"github.com/chatcb/chatcb/result"
)

func runs() map[string]*result.Run {
	all := red()
	all["sample"], all["quiet"] = sampleRun(), quietRun()
	return all
}

func TestCheckJSONSchema(t *testing.T) {
	t.Parallel()
	whole, line := schematest.Compile(t, "check.json"), schematest.Compile(t, "check-line.json")
	for name, run := range runs() {
		t.Run(name, func(t *testing.T) {
			schematest.Validate(t, whole, render(t, "json", run))
			lines := strings.Split(strings.TrimSuffix(render(t, "ndjson", run), "\n"), "\n")
			for _, l := range lines {
				schematest.Validate(t, line, l)
			}
			if got, want := len(lines), len(run.Cases)+1; got != want {
				t.Errorf("got %d lines, want %d", got, want)
			}
		})
	}
}

// TestCheckJSONIsTheRun proves that spelling characters out, and lines, change nothing in what the JSON says.
func TestCheckJSONIsTheRun(t *testing.T) {
	t.Parallel()
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
