package capture

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/internal/newfile"
)

func write(t *testing.T, name string, atomic bool, text string) {
	t.Helper()
	out, err := Create(name, nil, newfile.Options{Force: true, Whole: atomic})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(out, text); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string, stdin io.Reader) string {
	t.Helper()
	in, err := Open(name, stdin)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestFilesAreCompressedByTheirName(t *testing.T) {
	text := header + strings.Repeat(line(1), 100)
	for ending, magic := range map[string]string{".jsonl": "{", ".jsonl.gz": "\x1f\x8b", ".jsonl.zst": "\x28\xb5\x2f\xfd"} {
		for _, atomic := range []bool{false, true} {
			name := filepath.Join(t.TempDir(), "capture"+ending)
			write(t, name, atomic, "something shorter")
			write(t, name, atomic, text)
			raw, err := os.ReadFile(name)
			if err != nil || !strings.HasPrefix(string(raw), magic) {
				t.Errorf("%s: got %.8q, %v, want it to start with %q", ending, raw, err, magic)
			}
			if ending != ".jsonl" && len(raw) > len(text)/10 {
				t.Errorf("%s: got %d bytes of %d", ending, len(raw), len(text))
			}
			if got := read(t, name, nil); got != text {
				t.Errorf("%s: got %d bytes, want %d", ending, len(got), len(text))
			}
			if got := read(t, Stdio, bytes.NewReader(raw)); got != text {
				t.Errorf("%s from stdin: got %d bytes, want %d", ending, len(got), len(text))
			}
			if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: got mode %v, want 0600", ending, info.Mode())
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(name), ".*")); len(left) > 0 {
				t.Errorf("left over: %q", left)
			}
		}
	}
}

func TestStdout(t *testing.T) {
	var stdout bytes.Buffer
	out, err := Create(Stdio, &stdout, newfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(out, "text")
	if err := errors.Join(out.Close(), out.Abort()); err != nil || stdout.String() != "text" {
		t.Errorf("got %q, %v, want text", stdout.String(), err)
	}
}

func TestAbortKeepsTheFileThatWasThere(t *testing.T) {
	name := filepath.Join(t.TempDir(), "capture.jsonl.gz")
	write(t, name, true, "before")
	out, err := Create(name, nil, newfile.Options{Force: true, Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(out, "half of")
	if got := read(t, name, nil); got != "before" {
		t.Errorf("while writing: got %q, want before", got)
	}
	if err := out.Abort(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, name, nil); got != "before" {
		t.Errorf("after Abort: got %q, want before", got)
	}
	if entries, _ := os.ReadDir(filepath.Dir(name)); len(entries) != 1 {
		t.Errorf("left over: %v", entries)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain.zst")
	os.WriteFile(plain, []byte(header), 0o600)
	if _, err := Open(plain, nil); err == nil || !strings.Contains(err.Error(), "the name says that it is compressed, and it is not") {
		t.Errorf("got %v", err)
	}
	if _, err := Open(filepath.Join(dir, "none"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want %v", err, os.ErrNotExist)
	}
	if _, err := Create(filepath.Join(dir, "none", "x"), nil, newfile.Options{Whole: true}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want %v", err, os.ErrNotExist)
	}
}

// A compressed file that ends early gives what it holds, and the tear is reported.
func TestTornCompression(t *testing.T) {
	var gz bytes.Buffer
	z := gzip.NewWriter(&gz)
	io.WriteString(z, header)
	for seq := range uint64(200) {
		z.Write(AppendLine(nil, sample(seq+1, "alice", "bob", int64(seq*seq*seq)), nil))
	}
	z.Close()
	in, err := Open(Stdio, bytes.NewReader(gz.Bytes()[:gz.Len()-500]))
	if err != nil {
		t.Fatal(err)
	}
	seqs, problems, err := readAll(NewReader(in))
	if len(seqs) < 50 || len(problems) != 1 || !strings.HasSuffix(problems[0], ErrTorn.Error()) || err != nil {
		t.Errorf("got %d records, %q, %v, want some, torn, no error", len(seqs), problems, err)
	}
}

func TestExpand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a[b]*")
	os.Mkdir(dir, 0o700)
	if _, err := Expand([]string{dir}); err == nil || !strings.Contains(err.Error(), "a folder without journal segments") {
		t.Errorf("got %v", err)
	}
	second, first := filepath.Join(dir, segmentName(12)), filepath.Join(dir, segmentName(7))
	os.WriteFile(second, nil, 0o600)
	os.WriteFile(first, nil, 0o600)
	os.WriteFile(filepath.Join(dir, lockName), nil, 0o600)
	got, err := Expand([]string{"x", dir, Stdio})
	if want := []string{"x", first, second, Stdio}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

// What stands in the place of a file is written through: a link stays one, and so do standard output and devices, which
// belong to the system.
func TestLinksAndDevicesAreNotReplaced(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right of their own there, and there is no /dev")
	}
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("file", link); err != nil {
		t.Fatal(err)
	}
	write(t, link, true, "after")
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("got %v, %v, want the link as it was", info, err)
	}
	if text, err := os.ReadFile(file); string(text) != "after" || err != nil {
		t.Errorf("got %q, %v, want what was written", text, err)
	}
	before, err := os.Lstat("/dev/null")
	if err != nil {
		t.Fatal(err)
	}
	write(t, "/dev/null", true, "nothing")
	if after, err := os.Lstat("/dev/null"); err != nil || !os.SameFile(before, after) {
		t.Errorf("got %v, %v, want the device that was there", after, err)
	}
}

// The name in an error is the one that was given, and what is missing is said.
func TestCreateErrors(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, atomic := range []bool{false, true} {
		_, err := Create(filepath.Join(dir, "no", "x.gz"), nil, newfile.Options{Whole: atomic})
		want := fmt.Sprintf("%s cannot be written: there is no folder %s; make it, or correct the name", filepath.Join(dir, "no", "x.gz"), filepath.Join(dir, "no"))
		if err == nil || err.Error() != want || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("atomic %v: got %v, want %s", atomic, err, want)
		}
		if _, err := Create(filepath.Join(file, "x"), nil, newfile.Options{Whole: atomic}); err == nil || !strings.HasPrefix(err.Error(), filepath.Join(file, "x")+" cannot be written: ") {
			t.Errorf("atomic %v: got %v, want the name that was given", atomic, err)
		}
		if _, err := Create(dir, nil, newfile.Options{Whole: atomic}); err == nil || !strings.HasPrefix(err.Error(), dir+" is a folder") {
			t.Errorf("atomic %v: got %v, want the name that was given", atomic, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".chatcb-*")); len(left) > 0 {
		t.Errorf("got %v, want nothing left", left)
	}
}
