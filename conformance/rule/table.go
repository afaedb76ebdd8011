package rule

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/chatcb/chatcb/internal/yamlfile"
)

// group is a file of rules.
type group struct {
	Version int               `yaml:"version" need:"yes"`
	Texts   map[string]string `yaml:"texts"` // that several rules share, of any file of the folder: a sentence, a why or a fix has ${name}
	Rules   []*Rule           `yaml:"rules" need:"yes"`
}

// Read reads the rules with these ids, which have a check each, from the files of a folder. They are embedded, and read by the
// tests: a mistake in them panics, and so does a check without a rule, or a rule without a check.
func Read(folder embed.FS, ids []string) []*Rule {
	texts, byID := make(map[string]string), make(map[string]*Rule)
	names, _ := fs.Glob(folder, "*.yaml")
	for _, name := range names {
		text, _ := folder.ReadFile(name)
		var f group
		must(yamlfile.Read(name, text, &f).Err())
		for name, text := range f.Texts {
			texts[name] = text
		}
		for _, r := range f.Rules {
			byID[r.ID] = r
		}
	}
	rules := make([]*Rule, len(ids))
	for i, id := range ids {
		r, ok := byID[id]
		if !ok || len(byID) != len(ids) {
			must(fmt.Errorf("rule %s: there are %d rules and %d checks", id, len(byID), len(ids)))
		}
		for _, text := range []*string{&r.Sentence, &r.Why, &r.Fix} {
			whole, err := yamlfile.ExpandText(*text, func(name string) (string, string, bool) {
				shared, ok := texts[name]
				return shared, "", ok
			})
			must(err)
			*text = whole
		}
		rules[i] = r
	}
	return rules
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Found is what the checks of rules find, one rule after the other. What is said of the rules is read at the first finding.
type Found struct {
	Rules   func() []*Rule
	Running int // whose check is running
	List    []Finding
}

// Add reports a finding of the rule whose check is running, at an index into the body as it came or -1, with names and values
// for its words. What it returns is good until the next.
func (f *Found) Add(kind string, at int, args ...any) *Finding {
	of := f.Rules()[f.Running]
	f.List = append(f.List, Finding{Rule: of, Kind: kind, Args: args, Severity: of.Severity, Level: of.Level, Offset: at, Places: 1})
	return &f.List[len(f.List)-1]
}
