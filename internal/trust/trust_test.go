//go:build unix

package trust

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

// A configuration is looked for no higher than the root of the repository, or the home folder.
func TestFind(t *testing.T) {
	for name, test := range map[string]struct {
		tree       []string
		home, here string
		want       string
	}{
		"in this folder":              {[]string{"a/chatcb.yaml"}, "home", "a", "a/chatcb.yaml"},
		"above, without a repository": {[]string{"chatcb.yaml", "a/b/"}, "home", "a/b", ""},
		"above, in the repository":    {[]string{"r/.git/", "r/chatcb.yaml", "r/a/b/"}, "home", "r/a/b", "r/chatcb.yaml"},
		"the nearest":                 {[]string{"r/.git/", "r/chatcb.yaml", "r/a/chatcb.yaml", "r/a/b/"}, "home", "r/a/b", "r/a/chatcb.yaml"},
		"above the repository":        {[]string{"chatcb.yaml", "r/.git/", "r/a/"}, "home", "r/a", ""},
		"a repository within another": {[]string{"r/.git/", "r/chatcb.yaml", "r/s/.git", "r/s/a/"}, "home", "r/s/a", ""},
		"above, below home":           {[]string{"home/chatcb.yaml", "home/a/b/"}, "home", "home/a/b", "home/chatcb.yaml"},
		"above home":                  {[]string{"chatcb.yaml", "home/a/"}, "home", "home/a", ""},
		"a repository above home":     {[]string{".git/", "chatcb.yaml", "home/a/"}, "home", "home/a", ""},
	} {
		root := tree(t, test.tree...)
		t.Setenv("HOME", filepath.Join(root, test.home))
		if test.want != "" {
			test.want = filepath.Join(root, test.want)
		}
		if got, _ := Find(filepath.Join(root, test.here), "chatcb.yaml"); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	root := tree(t, "r/.git/", "r/chatcb.yaml", "r/a/chatcb.yaml")
	file := filepath.Join(root, "r/chatcb.yaml")
	if inside, err := Check(file, ""); err != nil || inside != "" {
		t.Errorf("one's own: got %q, %v", inside, err)
	}
	if err := os.Chmod(file, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Check(file, ""); err == nil || !strings.Contains(err.Error(), file+" can be written by every user") || !strings.Contains(err.Error(), "--config FILE") {
		t.Errorf("writable by everybody: got %v", err)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() != 0 {
		t.Skip("only root can make files another's")
	}
	const other = 12345
	chown := func(name string, uid int) {
		t.Helper()
		if err := os.Lchown(filepath.Join(root, name), uid, -1); err != nil {
			t.Fatal(err)
		}
	}
	chown("r/chatcb.yaml", other)
	for _, repository := range []string{"", filepath.Join(root, "r")} {
		_, err := Check(file, repository)
		if err == nil || !strings.Contains(err.Error(), file+" is the file of the user with number 12345") || !strings.Contains(err.Error(), "--config "+file) {
			t.Errorf("another's: got %v", err)
		}
	}
	chown("r", other)
	chown("r/.git", other)
	if inside, err := Check(file, filepath.Join(root, "r")); err != nil || inside != filepath.Join(root, "r") {
		t.Errorf("a repository of one owner, read by root: got %q, %v", inside, err)
	}
	chown("r/a/chatcb.yaml", other)
	if _, err := Check(filepath.Join(root, "r/a/chatcb.yaml"), filepath.Join(root, "r")); err == nil {
		t.Error("a folder of somebody else's between: got no error")
	}
	link := filepath.Join(root, "link.yaml")
	if err := os.Symlink(filepath.Join(root, "r/a/chatcb.yaml"), link); err != nil {
		t.Fatal(err)
	}
	if _, err := Check(link, ""); err == nil {
		t.Error("one's own link to another's file: got no error")
	}
}
