package watch

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestNext(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "a.js", "1")
	write(t, dir, "src/b.js", "1")
	f, err := New(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []func(){
		func() { write(t, dir, "a.js", "12") },
		func() { write(t, dir, "src/new.js", "1") },
		func() { os.Remove(filepath.Join(dir, "src/b.js")) },
		func() { os.Rename(filepath.Join(dir, "a.js"), filepath.Join(dir, "c.js")) },
	} {
		before := f.state
		change()
		if err := f.Next(t.Context()); err != nil || f.state == before {
			t.Errorf("got %v, want the change seen", err)
		}
	}
	for _, name := range []string{".git/index", "node_modules/x/y.js", ".hidden"} {
		before := f.state
		write(t, dir, name, "1")
		if f.look() != before {
			t.Errorf("%s is looked at", name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want it canceled", err)
	}
}

func TestEnter(t *testing.T) {
	t.Parallel()
	keys, press := io.Pipe()
	f, err := New(t.TempDir(), keys)
	if err != nil {
		t.Fatal(err)
	}
	go io.WriteString(press, "\n\n")
	for range 2 {
		if err := f.Next(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
