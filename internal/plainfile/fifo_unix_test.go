//go:build unix

package plainfile

import (
	"path/filepath"
	"syscall"
	"testing"
)

func fifo(t *testing.T, dir string) []string {
	name := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{name}
}
