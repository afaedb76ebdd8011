package cmd

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/outcome"
)

// compose is what examples/compose.yaml may say, under the names that the Compose Specification has.
type compose struct {
	Services map[string]service `yaml:"services"`
	Volumes  map[string]any     `yaml:"volumes"`
}

type service struct {
	Image string `yaml:"image"`
	Build *struct {
		Context    string `yaml:"context"`
		Dockerfile string `yaml:"dockerfile"`
		Target     string `yaml:"target"`
	} `yaml:"build"`
	Command     []string          `yaml:"command"`
	Environment map[string]string `yaml:"environment"`
	Ports       []string          `yaml:"ports"`
	Volumes     []string          `yaml:"volumes"`
	DependsOn   []string          `yaml:"depends_on"`
	Restart     string            `yaml:"restart"`
}

// healthCheck is the command by which the image of the server is found well.
func healthCheck(t *testing.T) []string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^HEALTHCHECK .*CMD \["/chatcb", "(\w+)", "(.*)"\]$`).FindStringSubmatch(read(t, "../deploy/Dockerfile"))
	if m == nil || !regexp.MustCompile(`(?m)^FROM program AS server$`).MatchString(read(t, "../deploy/Dockerfile")) {
		t.Fatal("got no target server in the Dockerfile that has a health check")
	}
	return m[1:]
}

// TestCompose plays examples/compose.yaml without containers: each service of chatcb is the process that its container would
// run, at addresses of this machine, in front of a backend that decides as the one in the file.
func TestCompose(t *testing.T) {
	t.Parallel()
	var c compose
	if err := yaml.Load([]byte(read(t, "../examples/compose.yaml")), &c, yaml.WithKnownFields()); err != nil {
		t.Fatal(err)
	}
	example := c.Services["backend"]
	source, _, _ := strings.Cut(example.Volumes[0], ":")
	if _, err := os.Stat(filepath.Join("..", "examples", source, filepath.Base(example.Command[1]))); err != nil {
		t.Error(err)
	}
	rules, err := policy.Denying("from:spammer")
	if err != nil {
		t.Fatal(err)
	}
	backend, stop, err := mockserver.Serve(mockserver.Config{AppID: example.Environment["SDKAPPID"], Strict: true, Policy: rules})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	health := healthCheck(t)
	for _, name := range []string{"recorder", "mockserver"} {
		p := start(t, processOf(t, &c, name, strings.Trim(strings.TrimPrefix(backend, "http://"), "/"), health[1])...)
		if status, out, errs := run(t, health[0], p.Page); status != outcome.OK {
			t.Errorf("%s is not well: %s%s", name, out, errs)
		}
		status, out, errs := run(t, "send", p.URL+"hook", "--app-id", example.Environment["SDKAPPID"], "--from", "spammer", "--to", "bob",
			"--expect", "from:spammer=block", "--seed", "1")
		if status != outcome.OK {
			t.Errorf("%s: got status %d\n%s%s", name, status, out, errs)
		}
	}
}

// processOf is the command of a service of chatcb, outside of its container.
func processOf(t *testing.T, c *compose, name, backend, health string) []string {
	t.Helper()
	s := c.Services[name]
	if s.Build == nil || s.Build.Target != "server" || !strings.HasPrefix(s.Environment["CHATCB_ADMIN_TOKEN"], "${CHATCB_ADMIN_TOKEN:?") {
		t.Errorf("%s: got %+v, want the image of the server, and a token that has to be given", name, s)
	}
	if volume, to, _ := strings.Cut(s.Volumes[0], ":"); to != "/data" || !has(c.Volumes, volume) {
		t.Errorf("%s: got the volume %s at %s, want one that is declared, where the journal is", name, volume, to)
	}
	admin := "--admin-addr=" + strings.Replace(strings.TrimPrefix(health, "http://"), "127.0.0.1", "0.0.0.0", 1)
	for _, arg := range []string{"--addr=0.0.0.0:8080", admin, "--data=/data"} {
		if !slices.Contains(s.Command, arg) {
			t.Errorf("%s: got %v, want %s, for its ports, its health check and its volume", name, s.Command, arg)
		}
	}
	args := slices.DeleteFunc(slices.Clone(s.Command), func(arg string) bool { return strings.HasPrefix(arg, "--addr=") }) // start has one
	for i, arg := range args {
		args[i] = strings.NewReplacer(admin, "--admin-addr=127.0.0.1:0", "=/data", "="+t.TempDir(), "backend:3000", backend).Replace(arg)
	}
	return append(args, "--config=none")
}

func has(m map[string]any, key string) bool {
	_, ok := m[key]
	return ok
}
