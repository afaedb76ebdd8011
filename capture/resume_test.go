package capture

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// record writes exchanges with these numbers behind what is there, as record does.
func record(t *testing.T, name string, seqs ...uint64) Recovery {
	t.Helper()
	out, found, err := Resume(name)
	if err != nil {
		t.Fatal(err)
	}
	w := NewWriter(out)
	for _, seq := range seqs {
		if err := w.Append(sample(seq, "alice", "bob", int64(seq))); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	return found
}

func numbers(t *testing.T, name string) (seqs []uint64, r *Reader) {
	t.Helper()
	in, err := Open(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	r = NewReader(in)
	for rec, err := range r.All() {
		if err != nil {
			t.Fatal(err)
		}
		seqs = append(seqs, rec.Exchange.Seq)
	}
	return seqs, r
}

// A capture is gone on with, compressed or not, and what a reader makes of it is one capture.
func TestResume(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a.jsonl", "a.jsonl.gz", "a.jsonl.zst"} {
		file := filepath.Join(t.TempDir(), name)
		if found := record(t, file, 1, 2, 3); found.Records != 0 {
			t.Errorf("%s: got %+v of a new file", name, found)
		}
		if found := record(t, file, 4, 5); found.Records != 3 || found.Last != 3 || found.Torn != 0 {
			t.Errorf("%s: got %+v, want 3 records", name, found)
		}
		got, r := numbers(t, file)
		if len(got) != 5 || got[4] != 5 || r.Problems != 0 {
			t.Errorf("%s: got %v and %d problems, want five records", name, got, r.Problems)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got %v, %v, want a file for its owner alone", name, info.Mode(), err)
		}
	}
}

// Wherever a crash tore the last line, it is mended, and no whole record is lost.
func TestResumeMendsATornEnd(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.jsonl")
	record(t, file, 1, 2)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first := bytes.IndexByte(whole, '\n') + 1
	second := first + bytes.IndexByte(whole[first:], '\n') + 1
	for cut := second + 1; cut < len(whole); cut += 7 {
		if err := os.WriteFile(file, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if found := record(t, file, 9); found.Records != 1 || found.Torn != int64(cut-second) {
			t.Fatalf("cut at %d: got %+v", cut, found)
		}
		if got, r := numbers(t, file); len(got) != 2 || got[1] != 9 || r.Problems != 0 {
			t.Fatalf("cut at %d: got %v and %d problems", cut, got, r.Problems)
		}
	}
}

func TestResumeRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gz := filepath.Join(dir, "torn.gz")
	record(t, gz, 1, 2, 3)
	packed, err := os.ReadFile(gz)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ content, want string }{
		"notes.txt": {"keep me\n", "no capture that could be gone on with; --force writes over it"},
		"one-line":  {"keep me", "no capture"},
		"list.json": {"[1,2]\n", "no capture"},
		"torn.gz":   {string(packed[:len(packed)-9]), "its end is torn"},
		"cut.gz":    {string(packed[:12]), "capture"},
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Resume(file); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
		if got, _ := os.ReadFile(file); string(got) != test.content {
			t.Errorf("%s was changed", name)
		}
	}
	if _, _, err := Resume(filepath.Join(dir, "none", "a")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want the missing folder named", err)
	}
}

// Two that record write into one file only one after the other.
func TestResumeIsExclusive(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.jsonl")
	out, _, err := Resume(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Resume(file); err == nil || !strings.Contains(err.Error(), "another process writes to it") {
		t.Errorf("got %v, want it refused", err)
	}
	if _, err := io.WriteString(out, ""); err != nil {
		t.Error(err)
	}
	if err := out.Close(); err != nil {
		t.Error(err)
	}
	if out, _, err := Resume(file); err != nil {
		t.Error(err)
	} else if err := out.Close(); err != nil {
		t.Error(err)
	}
}
