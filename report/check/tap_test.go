package check

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/internal/need"
)

// TestTAPReadByOthers has Perl's harness read the report. It knows TAP up to version 13, of which 14 differs here only
// in its number.
func TestTAPReadByOthers(t *testing.T) {
	t.Parallel()
	prove := need.Program(t, "prove")
	for name, run := range runs() {
		text := strings.Replace(render(t, "tap", run), "TAP version 14\n", "TAP version 13\n", 1)
		c := exec.CommandContext(t.Context(), prove, "--exec", "cat", "-")
		file := t.TempDir() + "/report.tap"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c.Args = []string{prove, "--exec", "cat", file}
		out, err := c.CombinedOutput()
		if strings.Contains(string(out), "Parse errors") {
			t.Errorf("%s: %s", name, out)
		}
		if red := err != nil; red != (run.Exit != 0) {
			t.Errorf("%s: got red %t with exit status %d\n%s", name, red, run.Exit, out)
		}
	}
}

// TestTAPDiagnostics reads every block of diagnostics as YAML, and holds the number of test points against the plan.
func TestTAPDiagnostics(t *testing.T) {
	t.Parallel()
	var block []string
	inside, blocks, points := false, 0, 0
	for line := range strings.SplitSeq(render(t, "tap", sampleRun()), "\n") {
		switch {
		case line == "  ---":
			inside, block = true, nil
		case line == "  ...":
			inside = false
			blocks++
			var v map[string]any
			if err := yaml.Unmarshal([]byte(strings.Join(block, "\n")), &v); err != nil || v["message"] == "" {
				t.Errorf("got %v, %v of\n%s", v, err, strings.Join(block, "\n"))
			}
		case inside:
			block = append(block, line)
		case strings.HasPrefix(line, "ok "), strings.HasPrefix(line, "not ok "):
			points++
		}
	}
	if want := len(sampleRun().Cases) + 2; points != want || blocks == 0 {
		t.Errorf("got %d test points and %d blocks, want %d points", points, blocks, want)
	}
}

// TestTAPText: what a scenario is called must be no directive.
func TestTAPText(t *testing.T) {
	t.Parallel()
	if got, want := fmt.Sprint(tapText("a # SKIP \\ b\nok 2")), `a \# SKIP \\ b\\nok 2`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
