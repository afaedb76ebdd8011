package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// room is a package of the judge and the tests that its mutants must not pass.
type room struct {
	dir   string
	files []string // with generic mutants; nil is all
	tests []string
}

// judging are the tests of the judge; what reads HTTP for it has its own beside them.
var judging = []string{"./conformance/..."}

// rooms are where mutants are made.
var rooms = []room{
	{dir: "conformance", tests: judging},
	{dir: "conformance/rule", tests: judging},
	{dir: "conformance/internal/read", tests: judging},
	{dir: "conformance/rules/answer", tests: judging},
	{dir: "conformance/rules/request", tests: judging},
	{dir: "internal/http1", files: []string{"answer.go", "header.go", "body.go", "known.go"}, tests: []string{"./internal/http1"}},
}

// perMutant bounds one run of the tests: a mutant that loops for ever is dead.
const perMutant = 60 * time.Second

// hunt runs the tests of the rooms against mutants.
type hunt struct {
	root      string // of the module
	jobs      int
	stillborn int // mutants that did not compile
}

func newHunt(jobs int) (*hunt, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output() // of tools/mutants
	mod := strings.TrimSpace(string(out))
	if err != nil || !filepath.IsAbs(mod) {
		return nil, fmt.Errorf("not within a module: %q, %v", mod, err)
	}
	return &hunt{root: filepath.Join(filepath.Dir(mod), "..", ".."), jobs: max(jobs, 1)}, nil
}

// breed makes the hand-picked mutants and a sample of the generic ones, without equivalents.
func (h *hunt) breed(all bool, sample int, seed uint64, match string) ([]*mutant, error) {
	mutants, err := h.handPicked()
	if err != nil {
		return nil, err
	}
	generic, err := h.generic()
	if err != nil {
		return nil, err
	}
	if !all && match == "" && len(generic) > sample {
		r := rand.New(rand.NewPCG(seed, 0))
		r.Shuffle(len(generic), func(i, j int) { generic[i], generic[j] = generic[j], generic[i] })
		generic = generic[:sample]
	}
	mutants = append(mutants, generic...)
	return slices.DeleteFunc(mutants, func(m *mutant) bool {
		return !strings.Contains(m.file+" "+m.before(), match)
	}), nil
}

// read reads a file of the module.
func (h *hunt) read(file string) ([]byte, error) {
	return os.ReadFile(filepath.Join(h.root, file))
}

// generic applies the operators to all files of the rooms.
func (h *hunt) generic() ([]*mutant, error) {
	var mutants []*mutant
	used := map[string]bool{}
	for _, r := range rooms {
		files, err := h.files(r)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			source, err := h.read(file)
			if err != nil {
				return nil, err
			}
			made, err := operators(file, source)
			if err != nil {
				return nil, err
			}
			for _, m := range made {
				if e, ok := equivalent(m); ok {
					used[e.key()] = true
				} else {
					mutants = append(mutants, m)
				}
			}
		}
	}
	for _, e := range equivalents {
		if !used[e.key()] {
			return nil, fmt.Errorf("no mutant is %s: %q becoming %q any more: drop it from the equivalents", e.file, e.before, e.after)
		}
	}
	return mutants, nil
}

// files lists the files of a room that have mutants. Samples are proof, not judge.
func (h *hunt) files(r room) (files []string, err error) {
	paths, err := filepath.Glob(filepath.Join(h.root, r.dir, "*.go"))
	for _, path := range paths {
		name := filepath.Base(path)
		test := strings.HasSuffix(name, "_test.go") || strings.Contains(name, "sample")
		if !test && (r.files == nil || slices.Contains(r.files, name)) {
			files = append(files, r.dir+"/"+name)
		}
	}
	return files, err
}

// tests are those of the room that a file is in.
func tests(file string) []string {
	dir := path.Dir(file)
	i := slices.IndexFunc(rooms, func(r room) bool { return r.dir == dir })
	if i < 0 {
		return judging
	}
	return rooms[i].tests
}

// handPicked makes the mutants of the list; each text must stand in its file exactly once.
func (h *hunt) handPicked() ([]*mutant, error) {
	var mutants []*mutant
	for _, p := range picked {
		source, err := h.read(p.file)
		if err != nil {
			return nil, err
		}
		if n := strings.Count(string(source), p.old); n != 1 {
			return nil, fmt.Errorf("%s has %d times %q, wanted it once: mend the list of picked mutants", p.file, n, p.old)
		}
		at := strings.Index(string(source), p.old)
		mutants = append(mutants, &mutant{file: p.file, source: source, start: at, end: at + len(p.old), text: p.new, operator: p.slip})
	}
	return mutants, nil
}

// baseline wants the tests to pass without a mutant.
func (h *hunt) baseline(ctx context.Context) error {
	for _, r := range rooms {
		if out, err := h.test(ctx, "", r.tests).CombinedOutput(); err != nil {
			return fmt.Errorf("the tests fail without a mutant: %w\n%s", err, out)
		}
	}
	return nil
}

func (h *hunt) test(ctx context.Context, overlay string, packages []string) *exec.Cmd {
	args := []string{"test", "-short", "-count=1", "-failfast", "-vet=off", "-ldflags=-s -w", "-timeout=" + perMutant.String()}
	if overlay != "" {
		args = append(args, "-overlay="+overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, packages...)...)
	cmd.Dir = h.root
	return cmd
}

// hunt runs all mutants and returns those that the tests let live.
func (h *hunt) hunt(ctx context.Context, mutants []*mutant, progress io.Writer) (survivors []*mutant) {
	queue := make(chan *mutant)
	var mutex sync.Mutex
	var group sync.WaitGroup
	done := 0
	for range h.jobs {
		group.Go(func() {
			for m := range queue {
				verdict, err := h.try(ctx, m)
				mutex.Lock()
				done++
				switch {
				case err != nil:
					fmt.Fprintf(progress, "%s:%d: %v\n", m.file, m.line(), err)
					survivors = append(survivors, m)
				case verdict == survived:
					fmt.Fprintf(progress, "survived: %s:%d: %s\n", m.file, m.line(), m.after())
					survivors = append(survivors, m)
				case verdict == stillborn:
					h.stillborn++
				}
				if done%25 == 0 {
					fmt.Fprintf(progress, "%d of %d\n", done, len(mutants))
				}
				mutex.Unlock()
			}
		})
	}
	for _, m := range mutants {
		if ctx.Err() == nil {
			queue <- m
		}
	}
	close(queue)
	group.Wait()
	return survivors
}

type verdict int

const (
	killed verdict = iota
	survived
	stillborn
)

// try runs the tests against one mutant.
func (h *hunt) try(ctx context.Context, m *mutant) (verdict, error) {
	dir, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return survived, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	changed, overlay := filepath.Join(dir, path.Base(m.file)), filepath.Join(dir, "overlay.json")
	text, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(h.root, m.file): changed}})
	if err != nil {
		return survived, err
	}
	if err := errors.Join(os.WriteFile(changed, m.mutated(), 0o600), os.WriteFile(overlay, text, 0o600)); err != nil {
		return survived, err
	}
	out, err := h.test(ctx, overlay, tests(m.file)).CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return survived, ctx.Err()
	case err == nil:
		return survived, nil
	case strings.Contains(string(out), "[build failed]") && slices.ContainsFunc(picked, func(p pick) bool { return p.slip == m.operator }):
		return survived, fmt.Errorf("a picked mutant does not compile: %s", out)
	case strings.Contains(string(out), "[build failed]"):
		return stillborn, nil
	}
	return killed, nil
}
