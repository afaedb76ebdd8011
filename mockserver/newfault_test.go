package mockserver_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A new fault is an element in one file, with the rules that it must fire: nothing else has to change, and what is tested of
// faults holds for it.
func TestNewFault(t *testing.T) {
	t.Parallel()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	table := filepath.Join(here, "fault", "faults.yaml")
	text, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	element, err := os.ReadFile("testdata/newfault/new-fault.txt")
	if err != nil {
		t.Fatal(err)
	}
	const begin = "\n  - id: in-an-array\n"
	changed, file := filepath.Join(t.TempDir(), "faults.yaml"), filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(changed, []byte(strings.Replace(string(text), begin, "\n"+string(element)+begin, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{table: changed}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	const tests = "^(TestFaultsAreComplete|TestPassiveFaultsFireTheirRules)$"
	c := exec.CommandContext(t.Context(), "go", "test", "-overlay", file, "-count=1", "-vet=off", "-v", "-run", tests, ".")
	out, err := c.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "says-null") {
		t.Errorf("%v\n%s", err, out)
	}
}
