package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// formats are two that write a text, and one that breaks in the middle.
var errBroken = errors.New("broken")

func formats() Formats[string] {
	plain := func(w io.Writer, text string) error {
		_, err := io.WriteString(w, text)
		return err
	}
	return Formats[string]{
		{Name: "junit", Suffix: ".xml", Write: plain},
		{Name: "tap", Suffix: ".tap", Write: plain},
		{Name: "broken", Suffix: ".txt", Write: func(w io.Writer, _ string) error {
			fmt.Fprint(w, "half")
			return errBroken
		}},
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

func TestFilesAreNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, tt := range []struct{ spec, format, path, problem string }{
		{"junit=" + dir + "/a=b.xml", "junit", dir + "/a=b.xml", ""},
		{"junit", "", "", "wanted FORMAT=FILE, such as junit=report.xml"},
		{"junit=", "", "", "FORMAT=FILE"},
		{"jnit=x", "", "", `did you mean "junit"`},
		{"junit=a.xml,junit=b.xml", "", "", "add --report junit=b.xml"},
		{"junit=" + dir + "/a,b=c.xml", "junit", dir + "/a,b=c.xml", ""},
	} {
		files, err := formats().Files([]string{tt.spec}, Output{})
		if tt.problem != "" {
			if err == nil || !strings.Contains(err.Error(), tt.problem) {
				t.Errorf("%s: got %v, want %q", tt.spec, err, tt.problem)
			}
			continue
		}
		if err != nil || files.list[0].Format.Name != tt.format || files.list[0].Path != tt.path {
			t.Errorf("%s: got %v, %v", tt.spec, files, err)
		}
	}
}

// An old report is gone before the run begins, and the new one keeps mode and link.
func TestFilesReplaceThoseOfAnEarlierRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old, link := filepath.Join(dir, "old.xml"), filepath.Join(dir, "link.tap")
	if err := os.WriteFile(old, []byte("green"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real.tap", link); err != nil {
		t.Fatal(err)
	}
	files, err := formats().Files([]string{"junit=" + old, "tap=" + filepath.Join(dir, "a.tap"), "tap=" + link}, Output{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files.list {
		if got := readFile(t, f.Path); got != "" {
			t.Errorf("%s: got %q, want nothing before the run", f.Path, got)
		}
	}
	if err := files.Write("red\x1b\n"); err != nil {
		t.Fatal(err)
	}
	for _, f := range files.list {
		if got := readFile(t, f.Path); got != `red\x1b`+"\n" {
			t.Errorf("%s: got %q, want the text with its escape spelt out", f.Path, got)
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

func TestFilesRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	missing := filepath.Join(dir, "new", "folder")
	for want, specs := range map[string][]string{
		"same file":   {"junit=" + filepath.Join(dir, "a"), "tap=" + dir + "/./a"},
		"is a folder": {"junit=" + dir},
		"there is no folder " + missing + "; make it": {"junit=" + filepath.Join(missing, "a.xml")},
	} {
		if _, err := formats().Files(specs, Output{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %q", specs, err, want)
		}
	}
	if _, err := os.Stat(filepath.Dir(missing)); err == nil {
		t.Error("a folder was made that nobody asked for")
	}
}

// A report that cannot be rendered leaves nothing half done behind.
func TestFilesAreWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.txt")
	files, err := formats().Files([]string{"broken=" + path}, Output{})
	if err != nil {
		t.Fatal(err)
	}
	if err := files.Write(""); !errors.Is(err, errBroken) || !strings.Contains(err.Error(), "the report broken") {
		t.Errorf("got %v, want %v", err, errBroken)
	}
	if got := readFile(t, path); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestFilesMayBeDevices(t *testing.T) {
	t.Parallel()
	files, err := formats().Files([]string{"junit=" + os.DevNull}, Output{})
	if err == nil {
		err = files.Write("x")
	}
	if err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("got %v, %v, want the device to stay one", info.Mode(), err)
	}
}

// The file - is standard output, and what the command reads is never written over.
func TestFilesToStandardOutput(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	files, err := formats().Files([]string{"junit=-", "tap=" + os.DevNull}, Output{Stdout: &out})
	if err != nil {
		t.Fatal(err)
	}
	if err := files.Write("text"); err != nil || out.String() != "text" || !files.TakeStdout() {
		t.Errorf("got %q, %v, want the report on standard output", out.String(), err)
	}
	input := filepath.Join(t.TempDir(), "input")
	if err := os.WriteFile(input, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := formats().Files([]string{"junit=" + input}, Output{Reads: []string{input}}); err == nil || readFile(t, input) != "kept" {
		t.Errorf("got %v and %q, want the input kept", err, readFile(t, input))
	}
}
