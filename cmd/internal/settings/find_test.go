//go:build unix

package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree makes folders (that end in a slash) and files.
func tree(t *testing.T, names ...string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			err = os.MkdirAll(path, 0o755)
		} else {
			err = os.WriteFile(path, []byte("app-id: 1\n"), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// A configuration that is not the user's own names files below its folder only.
func TestNamedFilesLieBelow(t *testing.T) {
	t.Parallel()
	root := tree(t, "r/chatcb.yaml", "r/in/token", "out/token")
	if err := os.Symlink(filepath.Join(root, "out"), filepath.Join(root, "r/link")); err != nil {
		t.Fatal(err)
	}
	from := source{filepath.Join(root, "r/chatcb.yaml"), filepath.Join(root, "r")}
	for _, test := range []struct {
		key, value string
		ok         bool
	}{
		{"token-file", "in/token", true},
		{"token-file", "in/new", true},
		{"body", "@in/token", true},
		{"body", "text /etc/passwd", true},
		{"token-file", "../out/token", false},
		{"token-file", "link/token", false},
		{"token-file", "/etc/passwd", false},
		{"body", "@/etc/passwd", false},
		{"load", "capture:/etc/passwd", false},
		{"out", "/etc/passwd", false},
		{"out", "-", true},
		{"record", filepath.Join(root, "r/new/deep/x"), true},
		{"report", "junit=/etc/x", false},
		{"report", "junit=" + filepath.Join(root, "r/x.xml"), true},
		{"ready-file", filepath.Join(root, "r/link/x"), false},
		{"app-id", "/etc/passwd", true},
	} {
		if _, err := besides(from, named(test.key), test.value); (err == nil) != test.ok {
			t.Errorf("%s: %s: got %v", test.key, test.value, err)
		}
	}
}
