package cmd

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A script that comes over the API draws from the captures that the command line named, and opens no other file.
func TestScriptsOfTheAPIOpenNoFiles(t *testing.T) {
	dir := t.TempDir()
	source := start(t, "mockserver", "--data", dir)
	source.ask(t, "carol", "alice", "hi")
	source.kill()
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	named, other := files[0], filepath.Join(dir, "other.jsonl")
	text, err := os.ReadFile(named)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, text, 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, "mockserver", "--fault", "latency=@"+named)
	for _, tt := range []struct {
		file   string
		status int
		want   string
	}{
		{named, 200, "latency=@" + named},
		{other, 422, "only the captures that --fault named at the start (" + named + ")"},
		{filepath.Join(dir, "nothing"), 422, "only the captures that --fault named at the start"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, strings.TrimSuffix(p.Page, "/")+"/api/faults",
			strings.NewReader(fmt.Sprintf(`{"script":%q}`, "latency=@"+tt.file+" 1 in 2")))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+watchToken)
		r.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != tt.status || !strings.Contains(string(got), tt.want) {
			t.Errorf("%s: got %d %s, want %d %s", tt.file, resp.StatusCode, got, tt.status, tt.want)
		}
	}
}
