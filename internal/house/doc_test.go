package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestArchitecture looks whether the packages and files that docs/architecture.md names are there.
func TestArchitecture(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range regexp.MustCompile("`([a-z0-9]+(?:/[a-z0-9]+)*(?:\\.go)?)(?:\\.[A-Z][A-Za-z.]*)?`").FindAllStringSubmatch(string(text), -1) {
		path := filepath.Join(root, filepath.FromSlash(name[1]))
		if _, err := os.Stat(path); err == nil {
			found++
			continue
		}
		if strings.ContainsAny(name[1], "/.") {
			t.Errorf("%s is named, and is not there", name[1])
		}
	}
	if found < 20 {
		t.Errorf("got %d packages and files that are there, want the walk through the code", found)
	}
}
