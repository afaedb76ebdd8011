package conformance

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAddedRule adds the element in testdata/added to the table of its group, as CONTRIBUTING says that a rule is added, and
// wants all tests of the judge to pass: nothing else has to change.
func TestAddedRule(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs these tests")
	}
	t.Parallel()
	group, err := filepath.Abs("rules/answer/texts.go")
	if err != nil {
		t.Fatal(err)
	}
	element, err := os.ReadFile("testdata/added/rule.txt")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(group)
	if err != nil {
		t.Fatal(err)
	}
	before, table, _ := strings.Cut(string(source), "var textRules = []*element{\n")
	changed := before + "var textRules = []*element{\n" + strings.Replace(table, "\n}\n", "\n"+string(element)+"}\n", 1)
	dir := t.TempDir()
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {group: filepath.Join(dir, "texts.go")}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"texts.go": changed, "overlay.json": string(overlay)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) string {
		out, err := exec.Command("go", append([]string{"test", "-overlay=" + filepath.Join(dir, "overlay.json"), "-short", "-count=1", "-v"}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	if out := run("./..."); !strings.Contains(out, "TestSamples/answers/INF-006/fail/two_question_marks") {
		t.Errorf("the added rule was not proved:\n%s", out)
	}
}
