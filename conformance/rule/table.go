package rule

import (
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"sync"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// Check is how what was read is held against a rule. What is said of the rule is in the file of its group.
type Check[C any] struct {
	ID   string
	When read.Fact // it finds nothing unless one of these was seen
	Find func(C)
	rule func() *Rule // reads the file of the group when it is first called
}

// On is the check of the rule with this id.
func On[C any](id string, when read.Fact, find func(C)) Check[C] {
	return Check[C]{ID: id, When: when, Find: find}
}

// Group is the checks of rules that stand in one file, with what is said of them.
type Group[C any] struct {
	file   string
	checks []Check[C]
}

// In is the group of these checks and the rules in the file.
func In[C any](file string, checks []Check[C]) Group[C] { return Group[C]{file, checks} }

// Table is rules and their checks, in the order of the findings.
type Table[C any] struct{ Checks []Check[C] }

// NewTable is a table of some groups, whose files are in the folder. A file is read when the first of its rules is asked for, which is
// when something is found: most programs need one of them, and reading all takes longer than the rest of what they do.
func NewTable[C any](folder fs.FS, groups ...Group[C]) *Table[C] {
	t := new(Table[C])
	for _, g := range groups {
		rules := sync.OnceValue(func() map[string]*Rule { return g.read(folder) })
		for _, check := range g.checks {
			check.rule = func() *Rule { return rules()[check.ID] }
			t.Checks = append(t.Checks, check)
		}
	}
	return t
}

// Rules lists the rules.
func (t *Table[C]) Rules() iter.Seq[*Rule] {
	return func(yield func(*Rule) bool) {
		for i := range t.Checks {
			if !yield(t.Checks[i].rule()) {
				return
			}
		}
	}
}

// Run adds what the checks find to found, a part of c.
func (t *Table[C]) Run(c C, found *Found, facts read.Fact) {
	for i := range t.Checks {
		if t.Checks[i].When&facts != 0 {
			found.running = t.Checks[i].rule
			t.Checks[i].Find(c)
		}
	}
}

// read reads the rules of the group. Their file is embedded, and read by the tests: a mistake in it panics.
func (g Group[C]) read(folder fs.FS) map[string]*Rule {
	texts, byID := make(map[string]string), make(map[string]*Rule)
	for _, name := range []string{"shared.yaml", g.file} {
		var f struct {
			Version int               `yaml:"version" need:"yes"`
			Texts   map[string]string `yaml:"texts"` // a sentence, a why or a fix has ${name}; those of shared.yaml are for all files
			Rules   []*Rule           `yaml:"rules"`
		}
		text, _ := fs.ReadFile(folder, name)
		if err := yamlfile.Read(name, text, &f).Err(); err != nil {
			panic(err)
		}
		maps.Copy(texts, f.Texts)
		for _, r := range f.Rules {
			if byID[r.ID] != nil {
				panic(fmt.Sprintf("%s: the rule %s stands twice", name, r.ID))
			}
			byID[r.ID] = r
		}
	}
	for _, check := range g.checks {
		if byID[check.ID] == nil || len(byID) != len(g.checks) {
			panic(fmt.Sprintf("rule %s: there are %d rules and %d checks in %s", check.ID, len(byID), len(g.checks), g.file))
		}
	}
	for id, r := range byID {
		for _, text := range []*string{&r.Sentence, &r.Why, &r.Fix} {
			whole, err := yamlfile.ExpandText(*text, func(name string) (string, string, bool) {
				shared, ok := texts[name]
				return shared, "", ok
			})
			if err != nil {
				panic(fmt.Sprintf("rule %s: %v", id, err))
			}
			*text = whole
		}
	}
	return byID
}

// Found is what the checks of rules find, one rule after the other.
type Found struct {
	List    []Finding
	running func() *Rule // whose check is running
}

// Add reports a finding of the rule whose check is running, with names and values for its words. What it returns is good until the next.
func (f *Found) Add(kind string, args ...any) *Finding {
	of := f.running()
	f.List = append(f.List, Finding{Rule: of, Kind: kind, Args: args, Severity: of.Severity, Level: of.Level})
	return &f.List[len(f.List)-1]
}
