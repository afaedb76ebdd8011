package cmd

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// ciSteps reads the shell steps of an example; installing chatcb is left to the test.
func ciSteps(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "ci", file))
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	switch file {
	case "check.sh":
		return []string{string(text)}
	case "github.yml":
		var workflow struct {
			Jobs map[string]struct{ Steps []struct{ Run string } }
		}
		if err := yaml.Unmarshal(text, &workflow); err != nil {
			t.Fatal(err)
		}
		for _, s := range workflow.Jobs["chatcb"].Steps {
			steps = append(steps, s.Run)
		}
	case "gitlab.yml":
		var jobs map[string]struct{ Script []string }
		if err := yaml.Unmarshal(text, &jobs); err != nil {
			t.Fatal(err)
		}
		steps = jobs["friend-requests"].Script
	}
	var own []string
	for _, s := range steps {
		if s != "" && !strings.HasPrefix(s, "go install") {
			own = append(own, s)
		}
	}
	return own
}

// TestExamplesForCI runs the steps of each example against a backend that is right and one that is not.
func TestExamplesForCI(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		file    string
		reports []string
		says    string // on standard output when the backend is wrong
	}{
		{"check.sh", []string{"chatcb.xml", "chatcb.html"}, "RIT-006"},
		{"github.yml", []string{"summary.md", "chatcb.sarif", "chatcb.html"}, "::error"},
		{"gitlab.yml", []string{"chatcb.xml", "chatcb.html"}, "RIT-006"},
	} {
		for id, want := range map[string]int{"": 0, "no-items": 1} {
			t.Run(tt.file+"/"+id, func(t *testing.T) {
				script, err := fault.Parse(id, fault.Files{})
				if err != nil {
					t.Fatal(err)
				}
				server, err := mockserver.New(mockserver.Config{AppID: "1400000000", Strict: true, Faults: script})
				if err != nil {
					t.Fatal(err)
				}
				backend := httptest.NewServer(server)
				defer backend.Close()
				dir := t.TempDir()
				if err := os.Symlink(self, filepath.Join(dir, "chatcb")); err != nil { // see TestMain
					t.Fatal(err)
				}
				status, out := 0, ""
				for _, step := range ciSteps(t, tt.file) {
					c := exec.CommandContext(t.Context(), "sh", "-e", "-c", step)
					c.Dir = dir
					c.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "HOME="+dir, "BACKEND_URL="+backend.URL,
						"CHAT_APP_ID=1400000000", "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"), "GITHUB_ACTIONS=")
					if tt.file == "github.yml" {
						c.Env = append(c.Env, "GITHUB_ACTIONS=true")
					}
					text, _ := c.CombinedOutput()
					status, out = c.ProcessState.ExitCode(), out+string(text)
				}
				if status != want {
					t.Fatalf("got status %d, want %d\n%s", status, want, out)
				}
				if want != 0 && !strings.Contains(out, tt.says) {
					t.Errorf("got no %q in\n%s", tt.says, out)
				}
				for _, name := range tt.reports {
					if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
						t.Errorf("got no report %s: %v", name, err)
					}
				}
			})
		}
	}
}
