package check

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	read "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chatcb/chatcb/internal/schematest"
)

func TestSARIFSchema(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("testdata", "schemas", "sarif-2.1.0-rtm.5.json"))
	if err != nil {
		t.Fatal(err)
	}
	const url = "https://sarif.example/schema.json"
	c := jsonschema.NewCompiler()
	schematest.AddResource(t, c, url, text)
	schema, err := c.Compile(url)
	if err != nil {
		t.Fatal(err)
	}
	for name, run := range runs() {
		t.Run(name, func(t *testing.T) { schematest.Validate(t, schema, render(t, "sarif", run)) })
	}
}

// TestSARIFReadByOthers reads the report with a parser that is not ours: each result names its rule twice, alike, has a
// place to be shown at, and a fingerprint of its own.
func TestSARIFReadByOthers(t *testing.T) {
	t.Parallel()
	var log read.Report
	if err := json.Unmarshal([]byte(render(t, "sarif", sampleRun())), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	seen := make(map[string]bool)
	for _, r := range run.Results {
		if got, want := run.Tool.Driver.Rules[r.RuleIndex].ID, r.RuleID; got == nil || want == nil || *got != *want {
			t.Errorf("result of %v: rule index %d is %v", want, r.RuleIndex, got)
		}
		if uri := r.Locations[0].PhysicalLocation.ArtifactLocation.URI; uri == nil || *uri == "" || strings.HasPrefix(*uri, "/") || strings.Contains(*uri, ":") {
			t.Errorf("%s: got artifact %v, want a relative reference", *r.RuleID, uri)
		}
		print := r.PartialFingerprints["chatcb/v1"]
		if print == "" || seen[print] {
			t.Errorf("%s: got fingerprint %q, want one of its own", *r.RuleID, print)
		}
		seen[print] = true
	}
	for _, rule := range run.Tool.Driver.Rules {
		if rule.Help == nil || rule.Help.Text == nil || *rule.Help.Text == "" {
			t.Errorf("%s: got no help", *rule.ID)
		}
	}
	if len(run.Results) == 0 || len(seen) != len(run.Results) {
		t.Errorf("got %d results with %d fingerprints", len(run.Results), len(seen))
	}
}

// TestSARIFFingerprints proves that a result keeps its fingerprint when the next run has other times, another port,
// another seed and other generated accounts.
func TestSARIFFingerprints(t *testing.T) {
	t.Parallel()
	prints := func(text string) []string {
		var log struct {
			Runs []struct {
				Results []struct{ PartialFingerprints map[string]string }
			}
		}
		if err := json.Unmarshal([]byte(text), &log); err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, r := range log.Runs[0].Results {
			list = append(list, r.PartialFingerprints["chatcb/v1"])
		}
		return list
	}
	first, next := sampleRun(), sampleRun()
	next.Seed, next.Target, next.Started, next.Took = 1, "http://127.0.0.1:9/x", next.Started.Add(time.Hour), time.Minute
	for i := range next.Cases {
		for k := range next.Cases[i].Findings {
			f := &next.Cases[i].Findings[k]
			f.Account, f.Received, f.Message = "other", "other", "other"
		}
	}
	a, b := prints(render(t, "sarif", first)), prints(render(t, "sarif", next))
	if len(a) == 0 || len(a) != len(b) {
		t.Fatalf("got %d and %d fingerprints", len(a), len(b))
	}
	for i := range a {
		if a[i] != b[i] {
			t.Errorf("result %d: got %s, want %s as before", i, b[i], a[i])
		}
	}
}

// TestSARIFExecution: trouble of the tool is no result, and makes the execution no success; what a receiver does wrong
// leaves it one.
func TestSARIFExecution(t *testing.T) {
	t.Parallel()
	want := map[string]bool{
		"sample": false, "quiet": true, "empty": false, "skipped": false, "stopped": false, "baseline": true, "unknown": false,
		"failing": true, "error": false, "untested": true, "bare": true,
	}
	for name, run := range runs() {
		var log read.Report
		if err := json.Unmarshal([]byte(render(t, "sarif", run)), &log); err != nil {
			t.Fatal(err)
		}
		inv := log.Runs[0].Invocations[0]
		if *inv.ExecutionSuccessful != want[name] || *inv.ExitCode != int(run.Exit) {
			t.Errorf("%s: got success %t and status %d, want %t and %d", name, *inv.ExecutionSuccessful, *inv.ExitCode, want[name], run.Exit)
		}
	}
}
