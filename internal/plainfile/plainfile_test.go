package plainfile

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "list")
	if err := os.WriteFile(name, []byte("ten bytes!"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(name, link); err == nil {
		if text, err := Read(link, 10); string(text) != "ten bytes!" || err != nil {
			t.Errorf("through a link: got %q, %v", text, err)
		}
	}
	if text, err := Read(name, 10); string(text) != "ten bytes!" || err != nil {
		t.Errorf("got %q, %v", text, err)
	}
	bad := []string{dir, filepath.Join(dir, "nowhere")}
	if runtime.GOOS == "linux" {
		_ = os.Symlink("/proc/self/environ", filepath.Join(dir, "environ"))
		bad = append(bad, "/dev/zero", "/dev/stdin", "/proc/self/environ", "/proc/self/fd/0", "/sys/kernel/notes", filepath.Join(dir, "environ"))
	}
	for _, bad := range append(bad, fifo(t, dir)...) {
		if text, err := Read(bad, 1<<20); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("%s: got %q, %v, want an error that names it", bad, text, err)
		}
	}
	if _, err := Read(name, 9); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "9 bytes") {
		t.Errorf("too long: got %v", err)
	}
}
