// Package catalogue has the scenarios that come along. All stand in the folder builtin: as YAML where data is enough, else in
// words, and what they do is Go, a file for each group. [All] lists them, [Explain] finds one by its id.
package catalogue

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/decisions"
	"github.com/chatcb/chatcb/scenarios/denials"
	"github.com/chatcb/chatcb/scenarios/explore"
	"github.com/chatcb/chatcb/scenarios/spec"
)

// builtinFiles are the scenarios.
//
//go:embed builtin/*.yaml
var builtinFiles embed.FS

// firstRequirements is the frozen list on which the scenarios are that name no other.
const firstRequirements = "2026-11"

// All lists the catalogue in its order. The scenarios are shared: they are not to be changed.
func All() []*scenarios.Scenario { return slices.Clone(builtin()) }

var builtin = sync.OnceValue(func() []*scenarios.Scenario {
	all, err := catalogueOf(builtinFiles)
	if err != nil {
		panic(err) // embedded, and read by the tests
	}
	return all
})

// catalogueOf is the catalogue with the scenarios of these files.
func catalogueOf(files ...fs.FS) ([]*scenarios.Scenario, error) {
	loader := &spec.Loader{Depth: scenarios.CI, Go: cases()}
	for _, more := range []map[string][]scenarios.Variant{explore.Cases(), denials.Cases(), decisions.Cases()} {
		maps.Copy(loader.Go, more)
	}
	var all []*scenarios.Scenario
	for _, f := range readFiles(files...) {
		list, err := loader.Read(f.name, f.text)
		if err != nil {
			return nil, err
		}
		for i, sc := range list {
			if sc.File = ""; loader.Go[sc.ID] == nil {
				sc.YAML = f.part(i)
			}
		}
		all = append(all, list...)
	}
	for _, sc := range all {
		sc.Since = cmp.Or(sc.Since, firstRequirements)
	}
	slices.SortStableFunc(all, func(a, b *scenarios.Scenario) int {
		return cmp.Or(result.GroupOf(a.ID)-result.GroupOf(b.ID), strings.Compare(a.ID, b.ID))
	})
	return all, nil
}

// builtinFile is one of the embedded files.
type builtinFile struct {
	name string
	text []byte
}

// part is the text of scenario i.
func (f *builtinFile) part(i int) string {
	const begin = "\n  - id: "
	parts := strings.Split(string(f.text), begin)
	return strings.TrimRight("  - id: "+parts[i+1], "\n") + "\n"
}

func readFiles(files ...fs.FS) []builtinFile {
	var all []builtinFile
	for _, from := range files {
		names, _ := fs.Glob(from, "builtin/*.yaml") // embedded: they are there
		for _, name := range names {
			text, _ := fs.ReadFile(from, name)
			all = append(all, builtinFile{path.Base(name), text})
		}
	}
	return all
}

// NewLoader is a reader of files whose scenarios may extend those of the catalogue. Vars and env are those of [spec.Loader].
func NewLoader(vars map[string]string, env func(name string) (string, bool)) *spec.Loader {
	return &spec.Loader{Vars: vars, Env: env, Base: base}
}

// base finds the scenario of the catalogue that another extends.
func base(id string) (yamlfile.Node, error) {
	var ids []string
	for _, sc := range builtin() {
		switch {
		case sc.YAML == "" && strings.EqualFold(sc.ID, id):
			return yamlfile.Node{}, fmt.Errorf("%s cannot be extended: it is written in Go", id)
		case sc.ID == id:
			return sc.Node, nil
		case sc.YAML != "":
			ids = append(ids, sc.ID)
		}
	}
	slices.Sort(ids)
	return yamlfile.Node{}, fmt.Errorf("there is no scenario %q to extend%s", id, nearest.Hint(id, ids))
}

// Explain finds the scenario with this id, in any case of its letters.
func Explain(id string) (*scenarios.Scenario, bool) {
	for _, sc := range builtin() {
		if strings.EqualFold(sc.ID, id) {
			return sc, true
		}
	}
	return nil, false
}
