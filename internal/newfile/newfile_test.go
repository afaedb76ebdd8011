//go:build unix

package newfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// folder has an old file, links to it, to what is not there, and to a folder that is not.
func folder(t *testing.T) func(string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "old"), "old")
	for link, target := range map[string]string{"link": "old", "new-link": "new", "lost-link": "nowhere/new"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	return func(name string) string { return filepath.Join(dir, name) }
}

// Looking whether a file can be written changes nothing.
func TestCheck(t *testing.T) {
	t.Parallel()
	at := folder(t)
	for _, tt := range []struct {
		name, want string
		options    Options
	}{
		{at("old"), "is there already; --force writes over it", Options{}},
		{at("link"), "is there already", Options{Whole: true}},
		{at("old"), "", Options{Force: true}},
		{at("link"), "", Options{Force: true}},
		{at("old"), "is read by this command", Options{Force: true, Reads: []string{at("link")}}},
		{at("old"), "", Options{Force: true, Whole: true, Reads: []string{at("link")}}},
		{at("new"), "", Options{}},
		{at("new-link"), "", Options{}},
		{os.DevNull, "", Options{}},
		{at("lost-link"), "there is no folder " + at("nowhere"), Options{}},
		{at("nowhere/new"), "there is no folder " + at("nowhere") + "; make it, or correct the name", Options{}},
		{at(""), "is a folder", Options{Force: true}},
		{at("old/new"), "cannot be written: not a directory", Options{}},
		{"/proc/new", "cannot be written", Options{}},
	} {
		err := Check(tt.name, tt.options)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s, %+v: got %v, want %q", tt.name, tt.options, err, tt.want)
		}
		if tt.want != "" {
			if f, err := Create(tt.name, tt.options); err == nil {
				t.Errorf("%s was made", f.Name())
			} else if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s, %+v: got %v, want %q", tt.name, tt.options, err, tt.want)
			}
		}
	}
	if list, err := os.ReadDir(at("")); err != nil || len(list) != 4 {
		t.Errorf("got %v, %v, want what was there before", list, err)
	}
	if got := read(t, at("old")); got != "old" {
		t.Errorf("got %q, want the old text", got)
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	for _, whole := range []bool{false, true} {
		at := folder(t)
		for _, name := range []string{"fresh", "new-link", "old", "link"} {
			f, err := Create(at(name), Options{Whole: whole, Force: true, Perm: Private})
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(f, "new text")
			if whole && (name == "old" || name == "link") {
				if got := read(t, at(name)); got == "" {
					t.Errorf("%s is empty while another is written", name)
				}
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
			if err := f.Abort(); err != nil {
				t.Errorf("after Close, Abort says %v", err)
			}
			if got := read(t, at(name)); got != "new text" {
				t.Errorf("%s: got %q", name, got)
			}
		}
		if target, err := os.Readlink(at("new-link")); err != nil || target != "new" {
			t.Errorf("a link became %q, %v", target, err)
		}
		if info, err := os.Stat(at("fresh")); err != nil || info.Mode().Perm() != Private {
			t.Errorf("got %v, %v, want a file that its owner alone can read", info.Mode(), err)
		}
		if list, _ := filepath.Glob(at(".chatcb*")); len(list) > 0 {
			t.Errorf("%v is left", list)
		}
	}
}

// A file that comes while another is written under its name is not written over.
func TestWholeWritesOverNothing(t *testing.T) {
	t.Parallel()
	at := folder(t)
	f, err := Create(at("fresh"), Options{Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	write(t, at("fresh"), "another's")
	if err := f.Close(); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v, want an error", err)
	}
	if got := read(t, at("fresh")); got != "another's" {
		t.Errorf("got %q", got)
	}
}

func TestAbort(t *testing.T) {
	t.Parallel()
	at := folder(t)
	f, err := Create(at("old"), Options{Whole: true, Force: true})
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "half")
	if err := f.Abort(); err != nil {
		t.Error(err)
	}
	if list, _ := os.ReadDir(at("")); len(list) != 4 || read(t, at("old")) != "old" {
		t.Errorf("got %v, want what was there before", list)
	}
}

// A pipe is there, and is written to.
func TestPipe(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Check(name, Options{}); err != nil {
		t.Error(err)
	}
	got := make(chan string)
	go func() {
		text, _ := os.ReadFile(name)
		got <- string(text)
	}()
	f, err := Create(name, Options{Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "through")
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if text := <-got; text != "through" {
		t.Errorf("got %q", text)
	}
}
