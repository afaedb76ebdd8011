package cmd

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/report/schema"
)

// Every printed schema compiles alone, and chatcb schema --help names it.
func TestSchemasStandAlone(t *testing.T) {
	_, help, _ := run(t, "schema", "--help")
	for _, name := range schema.Names() {
		printedSchema(t, name)
		if !strings.Contains(help, name) {
			t.Errorf("the help does not name %s:\n%s", name, help)
		}
	}
}

// inProcess runs chatcb in a process of its own.
func inProcess(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	c := exec.CommandContext(t.Context(), "chatcb", args...)
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		t.Errorf("%v: %v\n%s", args, err, errs.String())
	}
	return out.String(), errs.String()
}

// The lines of --output ndjson have the schemas that chatcb schema --help names.
func TestLinesMatchTheirSchema(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(goReceiver))
	defer s.Close()
	file := replayCapture(t)
	journal := filepath.Join(t.TempDir(), "journal")
	ask := []string{"--", "sh", "-c", "chatcb send $CHATCB_URL --to spammer,friend --config none >/dev/null || true"}
	for _, tt := range []struct {
		schema string
		args   []string
	}{
		{"run-line", []string{"send", s.URL, "--count", "2"}},
		{"run-line", []string{"judge", file}},
		{"run-line", []string{"captures", "list", file}},
		{"run-line", []string{"captures", "show", file, "1"}},
		{"check-line", []string{"check", s.URL, "--only", "SEC-001,SEC-002"}},
		{"replay-line", []string{"replay", file, s.URL, "--timing", "max"}},
		{"replay-line", []string{"replay", file, s.URL, "--against", s.URL}},
		{"replay-plan-line", []string{"replay", file, s.URL, "--dry-run"}},
		{"server-line", append([]string{"mockserver", "--addr", ":0", "--fault", "no-result-item"}, ask...)},
		{"server-line", append([]string{"record", "--addr", ":0", "--to", s.URL, "--data", journal}, ask...)},
		{"simulate", []string{"simulate", s.URL, "--count", "50", "--rate", "400", "--warm-up", "0s"}},
	} {
		lines := printedSchema(t, tt.schema)
		args := append([]string{tt.args[0], "--output", "ndjson"}, tt.args[1:]...)
		var out string
		if tt.schema == "server-line" { // standard output is the command's, and the lines go to the other stream
			_, out = inProcess(t, args...)
		} else {
			_, out, _ = run(t, args...)
		}
		kinds := map[bool]int{}
		for line := range strings.Lines(out) {
			validate(t, lines, line)
			kinds[strings.Contains(line, `"type":"summary"`)]++
		}
		if kinds[true]+kinds[false] < 2 && tt.schema != "simulate" || kinds[true] > 1 {
			t.Errorf("%v: got %d summaries and %d other lines, want one of them, and some\n%s", tt.args, kinds[true], kinds[false], out)
		}
	}
	if _, err := os.Stat(journal); err != nil {
		t.Error(err)
	}
}
