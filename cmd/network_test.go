package cmd

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/internal/need"
)

// TestNoConnectionButToTheTarget watches the system calls of chatcb: it may connect to what the user named, and to
// nothing else. A proxy from the environment is nothing that the user named.
func TestNoConnectionButToTheTarget(t *testing.T) {
	strace := need.Program(t, "strace")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(goReceiver))
	defer server.Close()
	dir := t.TempDir()
	link := filepath.Join(dir, "chatcb") // under this name the test program is chatcb: see TestMain
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	trace := filepath.Join(dir, "trace")
	c := exec.CommandContext(t.Context(), strace, "-f", "-e", "trace=connect,sendto", "-o", trace, link,
		"send", server.URL, "--count", "2", "--jobs", "2", "--config", "none")
	c.Env = append(os.Environ(), "HTTP_PROXY=http://127.0.0.1:9", "http_proxy=http://127.0.0.1:9")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	port := server.URL[strings.LastIndexByte(server.URL, ':')+1:]
	own := 0
	for _, call := range regexp.MustCompile(`(?m)^.*sa_family=.*$`).FindAllString(string(text), -1) {
		if strings.Contains(call, "htons("+port+")") && strings.Contains(call, `"127.0.0.1"`) {
			own++
			continue
		}
		t.Errorf("got another connection: %s", call)
	}
	if own == 0 {
		t.Errorf("got no connection to the target in the trace, so it proves nothing:\n%s", text)
	}
}
