// Package watch waits until something changes in a folder, or somebody presses Enter.
package watch

import (
	"bufio"
	"context"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"
)

// Every is how often files are looked at.
const Every = 300 * time.Millisecond

// mostFiles bounds how many files are looked at: a folder with more is no project.
const mostFiles = 50_000

// Folder is what is watched.
type Folder struct {
	root  *os.Root
	state uint64
	enter <-chan struct{}
}

// New watches a folder and what is below it, but for what is hidden and for the packages of others. A line from keys counts
// as a change, too; nil is nobody.
func New(dir string, keys io.Reader) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root}
	if keys != nil {
		enter := make(chan struct{})
		f.enter = enter
		go func() { // it ends with the program, or with its input
			for lines := bufio.NewScanner(keys); lines.Scan(); {
				enter <- struct{}{}
			}
		}()
	}
	f.state = f.look()
	return f, nil
}

// Next returns when something has changed since the last call, and once it has been quiet for a moment: a program that is
// being written to would only fail. An error is the context's.
func (f *Folder) Next(ctx context.Context) error {
	t := time.NewTicker(Every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-f.enter:
			f.state = f.look()
			return nil
		case <-t.C:
			if f.look() != f.state {
				return f.settle(ctx, t.C)
			}
		}
	}
}

// settle waits until nothing changes any more.
func (f *Folder) settle(ctx context.Context, tick <-chan time.Time) error {
	for {
		last := f.look()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
		}
		if f.state = f.look(); f.state == last {
			return nil
		}
	}
}

// Ignore takes the folder as it is for the state that was seen last: what changed meanwhile was the watcher's own doing.
func (f *Folder) Ignore() { f.state = f.look() }

// ignored are the folders of what tools and package managers make.
var ignored = map[string]bool{"node_modules": true, "vendor": true, "target": true, "__pycache__": true, "dist": true, "build": true}

// look sums up names, sizes and times.
func (f *Folder) look() uint64 {
	sum := fnv.New64a()
	n := 0
	_ = fs.WalkDir(f.root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && path != "."
		switch {
		case err != nil, hidden && !d.IsDir():
			return nil // it may have gone meanwhile
		case d.IsDir() && (hidden || ignored[d.Name()]):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		if n++; n > mostFiles {
			return fs.SkipAll
		}
		if info, err := d.Info(); err == nil {
			text := path + "\x00" + strconv.FormatInt(info.Size(), 10) + "\x00" + strconv.FormatInt(info.ModTime().UnixNano(), 10) + "\n"
			_, _ = io.WriteString(sum, text) // a hash takes everything
		}
		return nil
	})
	return sum.Sum64()
}
