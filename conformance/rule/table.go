package rule

import (
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// Check is how what was read is held against a rule. What is said of the rule is in the file of its group.
type Check[C any] struct {
	ID   string
	When read.Fact // it finds nothing unless one of these was seen
	Find func(C)
}

// On is the check of the rule with this id.
func On[C any](id string, when read.Fact, find func(C)) Check[C] { return Check[C]{id, when, find} }

// Table is rules and their checks, in the order of the findings.
type Table[C any] struct {
	Checks []Check[C]
	rules  func() []*Rule
}

// NewTable is a table of the checks of some groups. What is said of their rules is read from the files of a folder when the first is
// asked for, which is when something is found.
func NewTable[C any](folder fs.FS, groups ...[]Check[C]) *Table[C] {
	checks := slices.Concat(groups...)
	return &Table[C]{checks, sync.OnceValue(func() []*Rule {
		byID, rules := readRules(folder), make([]*Rule, len(checks))
		for i, check := range checks {
			if rules[i] = byID[check.ID]; rules[i] == nil || len(byID) != len(checks) {
				panic(fmt.Sprintf("rule %s: there are %d rules and %d checks", check.ID, len(byID), len(checks)))
			}
		}
		return rules
	})}
}

// Rules lists the rules.
func (t *Table[C]) Rules() iter.Seq[*Rule] { return slices.Values(t.rules()) }

// Run adds what the checks find to found, a part of c.
func (t *Table[C]) Run(c C, found *Found, facts read.Fact) {
	found.rules = t.rules
	for i := range t.Checks {
		if t.Checks[i].When&facts != 0 {
			found.running = i
			t.Checks[i].Find(c)
		}
	}
}

// readRules reads all files of a folder. They are embedded, and read by the tests: a mistake in them panics.
func readRules(folder fs.FS) map[string]*Rule {
	texts, byID := make(map[string]string), make(map[string]*Rule)
	names, _ := fs.Glob(folder, "*.yaml")
	for _, name := range names {
		var f struct {
			Version int               `yaml:"version" need:"yes"`
			Texts   map[string]string `yaml:"texts"` // that rules share: a sentence, a why or a fix of any file has ${name}
			Rules   []*Rule           `yaml:"rules" need:"yes"`
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
	rules   func() []*Rule
	running int // whose check is running
}

// Add reports a finding of the rule whose check is running, at an index into the body as it came or -1, with names and values
// for its words. What it returns is good until the next.
func (f *Found) Add(kind string, at int, args ...any) *Finding {
	of := f.rules()[f.running]
	f.List = append(f.List, Finding{Rule: of, Kind: kind, Args: args, Severity: of.Severity, Level: of.Level, Offset: at, Places: 1})
	return &f.List[len(f.List)-1]
}
