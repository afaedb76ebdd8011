package conformance

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAddedRule adds the element in testdata/added to the file of its group, and the check to its table, as CONTRIBUTING says that a
// rule is added, and wants all tests of the judge to pass: nothing else has to change.
func TestAddedRule(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs these tests")
	}
	t.Parallel()
	dir := t.TempDir()
	replace := map[string]string{}
	add := func(element, file, behind string) {
		group, err := filepath.Abs(filepath.Join("rules/answer", file))
		if err != nil {
			t.Fatal(err)
		}
		table, added := readFile(t, group), readFile(t, filepath.Join("testdata/added", element))
		at := strings.LastIndex(table, behind)
		if at < 0 {
			t.Fatalf("there is no %q in %s", behind, file)
		}
		at += len(behind)
		replace[group] = filepath.Join(dir, file)
		if err := os.WriteFile(replace[group], []byte(table[:at]+added+table[at:]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	add("rule.yaml", "texts.yaml", "\n")
	add("check.txt", "texts.go", "var textChecks = []check{\n")
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "test", "-overlay="+filepath.Join(dir, "overlay.json"), "-short", "-count=1", "-v", "./...").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "TestSamples/answers/INF-006/fail/two_question_marks") {
		t.Errorf("the added rule was not proved:\n%s", out)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
