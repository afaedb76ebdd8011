package cmd

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/internal/need"
)

// ciSteps reads the shell steps of an example.
func ciSteps(t *testing.T, file string) []string {
	t.Helper()
	if file == "component" {
		return componentSteps(t)
	}
	text := read(t, filepath.Join("..", "docs", "ci", file))
	var steps []string
	switch file {
	case "github.yml":
		var workflow struct {
			Jobs map[string]struct{ Steps []struct{ Run string } }
		}
		if err := yaml.Unmarshal([]byte(text), &workflow); err != nil {
			t.Fatal(err)
		}
		for _, s := range workflow.Jobs["chatcb"].Steps {
			if s.Run != "" {
				steps = append(steps, s.Run)
			}
		}
	case "gitlab.yml": // whose lines share a shell
		var jobs map[string]struct{ Script []string }
		if err := yaml.Unmarshal([]byte(text), &jobs); err != nil {
			t.Fatal(err)
		}
		steps = []string{strings.Join(jobs["friend-requests"].Script, "\n")}
	default:
		steps = []string{text}
	}
	return steps
}

// machine is where the steps of an example run: an empty folder, and the environment of a CI.
type machine struct {
	dir  string
	path string
	env  []string
}

// newMachine makes a machine on which git clones this repository, whatever it is asked for, and "backend" is right, but
// for a fault. It denies links only if it has a policy.
func newMachine(t *testing.T, flags ...string) *machine {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	m := &machine{dir: t.TempDir()}
	backend := strings.Join(append([]string{
		"exec", filepath.Join(m.dir, "own", "chatcb"), "mockserver", "--config", "none", "--addr", addr,
		"--app-id", "1400000000", "--strict",
	}, flags...), " ")
	for name, text := range map[string]string{
		"tools/git":   "#!/bin/sh\n[ \"$1\" = clone ] || exit 1\nfor last; do :; done\nexec ln -s '" + root + "' \"$last\"\n",
		"policy.yaml": "rules:\n  - {id: link, when: has_link(wording), deny: 38003}\n",
		"backend":     "#!/bin/sh\n" + backend + "\n",
		"own/none":    "",
	} {
		file := filepath.Join(m.dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(self, filepath.Join(m.dir, "own", "chatcb")); err != nil { // see TestMain
		t.Fatal(err)
	}
	goEnv := exec.CommandContext(t.Context(), "go", "env", "GOCACHE")
	goEnv.Env = append(os.Environ(), "XDG_CACHE_HOME=") // see TestMain
	cache, err := goEnv.Output()
	if err != nil {
		t.Fatal(err)
	}
	m.path = filepath.Join(m.dir, "tools") + string(os.PathListSeparator) + os.Getenv("PATH")
	m.env = append(os.Environ(), "GOFLAGS=-trimpath -buildvcs=false", "GOCACHE="+strings.TrimSpace(string(cache)),
		"BACKEND_COMMAND=./backend", "BACKEND_URL=http://"+addr+"/hook",
		"CHAT_APP_ID=1400000000", "RUNNER_TEMP="+filepath.Join(m.dir, "temp"), "GITHUB_PATH="+filepath.Join(m.dir, "path"),
		"GITHUB_STEP_SUMMARY="+filepath.Join(m.dir, "summary.md"), "GITHUB_ACTIONS=")
	if err := os.Mkdir(filepath.Join(m.dir, "temp"), 0o755); err != nil {
		t.Fatal(err)
	}
	return m
}

// run runs a step and returns its exit status and what it printed.
func (m *machine) run(t *testing.T, step string, env ...string) (status int, out string) {
	t.Helper()
	added, _ := os.ReadFile(filepath.Join(m.dir, "path")) // folders that earlier steps have put before the others
	path := strings.ReplaceAll(string(added), "\n", string(os.PathListSeparator)) + m.path
	c := exec.CommandContext(t.Context(), need.Program(t, "bash"), "-e", "-c", step)
	c.Dir, c.Env = m.dir, append(append(m.env, "PATH="+path), env...)
	text, _ := c.CombinedOutput()
	return c.ProcessState.ExitCode(), string(text)
}

// wantReports wants files that are there, and hold something.
func (m *machine) wantReports(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if info, err := os.Stat(filepath.Join(m.dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("got no report %s: %v", name, err)
		}
	}
}

// backends are a backend that is right, and some that are not; says is what a CI shows of them.
var backends = map[string]struct {
	flags  []string
	status int
	says   string
}{
	"right":      {[]string{"--policy", "policy.yaml"}, 0, "denials proved: link"},
	"no items":   {[]string{"--policy", "policy.yaml", "--fault", "no-items"}, 1, "RIT-006"},
	"leaks":      {[]string{"--policy", "policy.yaml", "--fault", "fails-to-deny"}, 4, "denials ignored: link"},
	"no denials": {nil, 5, "denials work is not proved"},
}

// TestExamplesForCI runs the steps of each example, building chatcb and starting the backend included.
func TestExamplesForCI(t *testing.T) {
	for file, reports := range map[string][]string{
		"check.sh":   {"chatcb.xml", "chatcb.html"},
		"github.yml": {"summary.md", "chatcb.sarif", "chatcb.xml", "chatcb.html"},
		"gitlab.yml": {"chatcb.xml", "chatcb.html"},
		"component":  {"chatcb.xml", "chatcb.html", "chatcb.sarif"},
	} {
		for name, b := range backends {
			if file != "check.sh" && (b.status == 1 || b.status == 5) {
				continue // as there
			}
			t.Run(file+"/"+name, func(t *testing.T) {
				t.Parallel()
				m := newMachine(t, b.flags...)
				status, out := 0, ""
				for _, step := range ciSteps(t, file) {
					if status != 0 {
						t.Fatalf("got status %d before the last step\n%s", status, out)
					}
					var text string
					status, text = m.run(t, step, "GITHUB_ACTIONS="+map[bool]string{true: "true"}[file == "github.yml"])
					out += text
				}
				if status != b.status || !strings.Contains(out, b.says) {
					t.Fatalf("got status %d, want %d and %q in\n%s", status, b.status, b.says, out)
				}
				if file == "github.yml" && status != 0 && !strings.Contains(out, "::error") {
					t.Errorf("got no annotation in\n%s", out)
				}
				m.wantReports(t, reports...)
			})
		}
	}
}

// TestAction runs what action.yml runs, with its inputs.
func TestAction(t *testing.T) {
	script, err := filepath.Abs("../docs/ci/action.sh")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		flags  []string
		env    []string
		status int
		says   string
	}{
		"right":      {backends["right"].flags, []string{"REQUIRE_DENIAL=true"}, 0, "denials proved: link"},
		"leaks":      {backends["leaks"].flags, nil, 4, "denials ignored: link"},
		"no denials": {nil, []string{"REQUIRE_DENIAL=true"}, 5, "denials work is not proved"},
		"expected":   {[]string{"--deny", "from:spammer"}, []string{"EXPECT=from:spammer=block\n\nto:alice=allow"}, 0, "expected (38000)"},
		"arguments":  {nil, []string{"ARGS=--depth quick --only TRN"}, 0, "depth quick"},
		"annotated":  {backends["no items"].flags, []string{"GITHUB_ACTIONS=true"}, 1, "::error"},
		"no backend": {nil, []string{"RUN=exit 7", "WAIT=5s"}, 3, "status 7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, tt.flags...)
			status, out := m.run(t, script, append([]string{
				"CHATCB=own/chatcb", "APP_ID=1400000000", "WAIT=60s", "RUN=./backend",
				"SARIF=a.sarif", "JUNIT=a.xml", "HTML=a.html", "URL=" + m.url(),
			}, tt.env...)...)
			if status != tt.status || !strings.Contains(out, tt.says) {
				t.Fatalf("got status %d, want %d and %q in\n%s", status, tt.status, tt.says, out)
			}
			if status != 3 {
				m.wantReports(t, "a.sarif", "a.xml", "a.html", "summary.md")
			}
		})
	}
}

// url is the callback URL of the backend.
func (m *machine) url() string {
	for _, v := range m.env {
		if url, ok := strings.CutPrefix(v, "BACKEND_URL="); ok {
			return url
		}
	}
	return ""
}

// What others run is named by its commit, which nobody can move; where it is not, a comment says so.
func TestActionsArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`@[0-9a-f]{40} # v[0-9.]+$`)
	count := 0
	for _, name := range []string{"../docs/ci/github.yml", "../action.yml"} {
		for _, m := range regexp.MustCompile(`(?m)^.*uses: .*$`).FindAllString(read(t, name), -1) {
			if strings.HasPrefix(m, "#") {
				continue // how the action itself is used
			}
			count++
			if !pinned.MatchString(m) && !strings.HasSuffix(m, "# pin it by commit, as the others are") {
				t.Errorf("%s: got %q, want a commit and its version", name, m)
			}
		}
	}
	if count < 5 {
		t.Errorf("got %d actions, want those of the workflow and of action.yml", count)
	}
}
