package cmd

import (
	"bufio"
	"context"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/outcome"
)

// TestWatch checks again when a file changes and on Enter, and ends with the status of the last check.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("XDG_CACHE_HOME", dir)
	server := httptest.NewServer(slowly(0))
	defer server.Close()
	ctx, end := context.WithCancel(t.Context())
	defer end()
	keys, press := io.Pipe()
	defer press.Close()
	told, errs := io.Pipe()
	var out strings.Builder
	ended := make(chan outcome.Status, 1)
	go func() {
		ended <- Run(ctx, []string{"check", server.URL, "--config", "none", "--only", "FLD-001", "--watch"}, keys, &out, errs)
		errs.Close()
	}()
	lines := bufio.NewScanner(told)
	again := func() {
		t.Helper()
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "watching: ") {
				return
			}
		}
		t.Fatalf("it ended: %s", out.String())
	}
	again()
	if _, err := io.WriteString(press, "\n"); err != nil {
		t.Fatal(err)
	}
	again()
	if err := os.WriteFile(filepath.Join(dir, "server.js"), []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	again()
	end()
	go io.Copy(io.Discard, told)
	if status := <-ended; status != outcome.OK || strings.Count(out.String(), "PASS 1 case") != 3 {
		t.Errorf("got status %d and %d reports, want 0 and three\n%s", status, strings.Count(out.String(), "PASS 1 case"), out.String())
	}
}
