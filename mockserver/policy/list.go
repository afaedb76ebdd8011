package policy

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/chatcb/chatcb/internal/plainfile"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// list is a set of entries that can be edited while it is used.
type list struct {
	mu  sync.Mutex // of edits
	set atomic.Pointer[map[string]struct{}]
}

func (l *list) has(entry string) bool {
	_, ok := (*l.set.Load())[entry]
	return ok
}

// maxList bounds the file of a list, in bytes: half a million accounts.
const maxList = 16 << 20

func (p *Policy) newList(doc *yamlfile.Document, f ListFile, dir string) *list {
	entries := f.entries
	if f.isFile && f.file.Value != "" {
		path := f.file.Value
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		p.files = append(p.files, path)
		text, err := plainfile.Read(path, maxList)
		if err != nil {
			doc.Fail(f.file, 1, 1, "the list cannot be read: %v", err)
		}
		entries = lines(string(text))
	}
	set := make(map[string]struct{}, len(entries))
	for _, e := range entries {
		set[e] = struct{}{}
	}
	l := new(list)
	l.set.Store(&set)
	return l
}

// lines are the entries of a text, without blanks around them, empty ones and comments.
func lines(text string) []string {
	var entries []string
	for line := range strings.SplitSeq(strings.TrimPrefix(text, "\ufeff"), "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			entries = append(entries, line)
		}
	}
	return entries
}

// Lists returns the names of the lists and how many entries each has.
func (p *Policy) Lists() map[string]int {
	sizes := map[string]int{}
	if p != nil {
		for name, l := range p.lists {
			sizes[name] = len(*l.set.Load())
		}
	}
	return sizes
}

// List returns the entries of a list, sorted.
func (p *Policy) List(name string) ([]string, error) {
	l, err := p.list(name)
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(*l.set.Load())), nil
}

func (p *Policy) list(name string) (*list, error) {
	switch {
	case p == nil:
		return nil, fmt.Errorf("no list %q: there is no policy", name)
	case p.lists[name] == nil:
		return nil, p.noList(name)
	}
	return p.lists[name], nil
}

// EditList adds entries to a list and takes others out, in memory only: the file stays as it is, and loading it again
// undoes the edit.
func (p *Policy) EditList(name string, add, remove []string) error {
	l, err := p.list(name)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	next := maps.Clone(*l.set.Load())
	for _, e := range remove {
		delete(next, e)
	}
	for _, e := range add {
		next[e] = struct{}{}
	}
	l.set.Store(&next)
	return nil
}
