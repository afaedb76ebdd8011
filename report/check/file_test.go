package check

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/result"
)

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestParseCheckFile(t *testing.T) {
	tests := []struct{ spec, format, path, problem string }{
		{"junit=out/a=b.xml", "junit", "out/a=b.xml", ""},
		{"junit", "", "", "FORMAT=FILE"},
		{"junit=", "", "", "FORMAT=FILE"},
		{"jnit=x", "", "", `did you mean "junit"`},
	}
	for _, tt := range tests {
		f, err := ParseFile(tt.spec)
		if tt.problem != "" {
			if err == nil || !strings.Contains(err.Error(), tt.problem) {
				t.Errorf("%s: got %v, want %q", tt.spec, err, tt.problem)
			}
			continue
		}
		if err != nil || f.Format.Name != tt.format || f.Path != tt.path {
			t.Errorf("%s: got %s, %s, %v", tt.spec, f.Format.Name, f.Path, err)
		}
	}
}

func checkFile(t *testing.T, format, path string) File {
	t.Helper()
	f, err := FormatByName(format)
	if err != nil {
		t.Fatal(err)
	}
	return File{f, path}
}

// TestCheckFiles proves that an old report is gone before the run begins, and that the new one keeps mode and link.
func TestCheckFiles(t *testing.T) {
	dir := t.TempDir()
	old, link := filepath.Join(dir, "old.xml"), filepath.Join(dir, "link.json")
	writeFile(t, old, "green")
	if err := os.Symlink("real.json", link); err != nil {
		t.Fatal(err)
	}
	files := []File{
		checkFile(t, "junit", old), checkFile(t, "tap", filepath.Join(dir, "a.tap")), checkFile(t, "json", link),
	}
	if err := ClearFiles(files); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if got := readFile(t, f.Path); got != "" {
			t.Errorf("%s: got %q, want nothing before the run", f.Path, got)
		}
	}
	for _, f := range files {
		if err := f.Write(sampleRun()); err != nil {
			t.Fatal(err)
		}
		if got, want := readFile(t, f.Path), render(t, f.Format.Name, sampleRun()); got != want {
			t.Errorf("%s: got %d bytes, want %d", f.Path, len(got), len(want))
		}
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("got %v, %v, want the link to stay", info.Mode(), err)
	}
	if info, err := os.Stat(old); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, %v, want it kept", info.Mode(), err)
	}
	if rest, _ := filepath.Glob(filepath.Join(dir, ".chatcb-*")); len(rest) > 0 {
		t.Errorf("got %v left behind", rest)
	}
}

func TestCheckFilesRefused(t *testing.T) {
	dir := t.TempDir()
	same := []File{checkFile(t, "junit", filepath.Join(dir, "a")), checkFile(t, "tap", dir+"/./a")}
	if err := ClearFiles(same); err == nil || !strings.Contains(err.Error(), "same file") {
		t.Errorf("got %v, want a complaint about one file for two reports", err)
	}
	if err := ClearFiles([]File{checkFile(t, "junit", dir)}); err == nil {
		t.Error("got no error for a folder")
	}
	missing := filepath.Join(dir, "new", "folder")
	err := ClearFiles([]File{checkFile(t, "junit", filepath.Join(missing, "a.xml"))})
	if err == nil || !strings.Contains(err.Error(), "there is no folder "+missing+"; make it") {
		t.Errorf("got %v, want the name of the folder that is missing", err)
	}
	if _, err := os.Stat(filepath.Dir(missing)); err == nil {
		t.Error("a folder was made that nobody asked for")
	}
}

// TestCheckFileWhole proves that a report that cannot be rendered leaves nothing half done behind.
func TestCheckFileWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	broken := errors.New("broken")
	f := File{Format{Name: "x", Render: func(w io.Writer, _ *result.Run) error {
		io.WriteString(w, "half")
		return broken
	}}, path}
	if err := ClearFiles([]File{f}); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(nil); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
	if got := readFile(t, path); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestCheckFileDevice(t *testing.T) {
	if err := checkFile(t, "junit", os.DevNull).Write(sampleRun()); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("got %v, %v, want the device to stay one", info.Mode(), err)
	}
}
