package spec

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// Loader reads scenario files.
type Loader struct {
	// Vars are what ${NAME} stands for where it is neither of the matrix nor one of chatcb's own. They are stronger than the
	// vars of a file.
	Vars map[string]string
	// Env looks up the variables of the environment that a file lists under env, and no others; nil knows none.
	Env func(name string) (string, bool)
	// Base finds what a scenario extends: that of the catalogue with this id. Nil knows none.
	Base func(id string) (yamlfile.Node, error)
	// Deprecated is told of old spellings that are still read; nil tells nobody.
	Deprecated func(message string)
	// Go are the cases of scenarios that stand in files in words only, by their ids.
	Go map[string][]scenarios.Variant
	// Depth is that of scenarios that name none and are not hostile; "" is Quick.
	Depth scenarios.Depth
}

// ReadFile reads the scenarios of a file. What is wrong with it is a strictyaml.Errors, which points into it.
func (l *Loader) ReadFile(file string) ([]*scenarios.Scenario, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return l.Read(file, text)
}

// Read reads the scenarios of a text that counts as the file of this name.
func (l *Loader) Read(file string, text []byte) ([]*scenarios.Scenario, error) {
	var f struct {
		Version   int               `yaml:"version" need:"yes" min:"1" max:"1"`
		Vars      map[string]string `yaml:"vars"`
		Env       []yamlfile.Node   `yaml:"env"`
		Scenarios []yamlfile.Node   `yaml:"scenarios" need:"yes"`
	}
	doc := yamlfile.Read(file, text, &f)
	in, secrets := l.inFile(f.Vars, f.Env)
	hider := secret.NewHider(secrets)
	var list []*scenarios.Scenario
	seen := map[string]bool{}
	for i := range f.Scenarios {
		sc := in.load(file, f.Scenarios[i])
		if sc == nil {
			continue
		}
		if seen[sc.ID] {
			f.Scenarios[i].Fail("the id %q stands twice", sc.ID)
		}
		seen[sc.ID] = true
		hider.In(sc)
		sc.Secrets = secrets
		list = append(list, sc)
	}
	if err := doc.Err(); err != nil {
		if all, ok := errors.AsType[yamlfile.Errors](err); ok {
			for _, one := range all {
				hider.In(one)
			}
		}
		return nil, err
	}
	return list, nil
}

// inFile is the loader for a file with these vars and this list of variables of the environment, and the values of the latter.
func (l *Loader) inFile(vars map[string]string, env []yamlfile.Node) (_ *Loader, secrets []string) {
	in := *l
	in.Vars = make(map[string]string)
	for _, name := range env {
		var text string
		name.Into(&text)
		_, given := l.Vars[text]
		switch value, ok := l.environment(text); {
		case strings.HasPrefix(text, "CHATCB_"):
			name.Fail("env: %s is a setting of chatcb, which may be a secret; give its value another name", text)
		case ok:
			in.Vars[text] = value
			secrets = append(secrets, value)
		case !given:
			name.Fail("env: the environment has no %s; set it, or give --var %s=VALUE", text, text)
		}
	}
	maps.Copy(in.Vars, vars)
	maps.Copy(in.Vars, l.Vars)
	return &in, secrets
}

func (l *Loader) environment(name string) (string, bool) {
	if l.Env == nil {
		return "", false
	}
	return l.Env(name)
}

// load makes a scenario of its node, which is decoded once for each combination of its matrix.
func (l *Loader) load(file string, node yamlfile.Node) *scenarios.Scenario {
	at := node.Position()
	if renamed, old, was := node.Renamed("profile", "depth"); was {
		if node = renamed; l.Deprecated != nil {
			l.Deprecated(fmt.Sprintf("%s:%d: profile is called depth now; the old name is still read", file, old.Line))
		}
	}
	if from, ok := node.Get("extends"); ok {
		base, err := l.base(from)
		if err != nil {
			from.Fail("%v", err)
			return nil
		}
		node = node.Over(base, from)
	}
	var m matrix
	if mn, ok := node.Get("matrix"); ok {
		mn.Into(&m)
	}
	var sc *scenarios.Scenario
	for _, c := range m.combinations() {
		s := new(spec)
		node.Without("matrix").Expand(l.lookup(c.values)).Into(s)
		example := filled(*s, example)
		if sc == nil {
			sc = example.scenario()
			if sc.Depth == "" {
				sc.Depth = cmp.Or(l.Depth, scenarios.Quick)
			}
			sc.File, sc.Node = fmt.Sprintf("%s:%d", file, at.Line), node
			if sc.ID == "" || strings.Trim(sc.ID, idLetters) != "" {
				node.Fail("id: wanted letters, digits and - _ . only, got %q", s.ID)
			}
		}
		if s.Go {
			if sc.Variants = l.Go[sc.ID]; sc.Variants == nil {
				node.Fail("go: there are no cases of %s in Go", sc.ID)
			}
			return sc
		}
		example.check(node)
		sc.Variants = append(sc.Variants, scenarios.Variant{Key: c.key, Run: s.run, Applies: s.applies})
		sc.Decisions = append(sc.Decisions, example.decisions(node)...)
	}
	return sc
}

const idLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

// base is what a scenario extends.
func (l *Loader) base(from yamlfile.Node) (yamlfile.Node, error) {
	var name string
	from.Into(&name)
	id, ok := strings.CutPrefix(name, "builtin/")
	if !ok || l.Base == nil {
		return yamlfile.Node{}, fmt.Errorf("wanted builtin/ and the id of a scenario that comes along, got %q", name)
	}
	return l.Base(id)
}

// scenario is what a spec says about the scenario as a whole.
func (s *spec) scenario() *scenarios.Scenario {
	sc := s.Scenario
	sc.Title = cmp.Or(sc.Title, sc.ID)
	sc.Severity, sc.Level, sc.Source = cmp.Or(sc.Severity, rule.Should), cmp.Or(sc.Level, rule.Fail), cmp.Or(sc.Source, OwnScenario)
	if sc.Hostile {
		sc.Depth = cmp.Or(sc.Depth, scenarios.Full)
	}
	return &sc
}

// OwnScenario is the source of what users demand themselves.
const OwnScenario rule.Source = "scenario of your own"

// check finds what the types cannot: keys that exclude each other, and names that mean nothing.
func (s *spec) check(n yamlfile.Node) {
	for _, need := range s.Needs {
		if !slices.Contains([]scenarios.Need{scenarios.NeedToken, scenarios.NeedHTTPS, scenarios.NeedBlocked, scenarios.NeedAllowed},
			need) {
			n.Fail("needs: wanted token, https, blocked or allowed, got %q", need)
		}
	}
	_, hasChange := n.Get("change")
	_, hasExpect := n.Get("expect")
	if len(s.Steps) > 0 && (hasChange || hasExpect) {
		n.Fail("steps take their own change and expect: give either those or steps")
	}
	names := []string{string(result.Control)}
	for _, step := range s.steps() {
		if same := step.Expect.Same; same != "" && !slices.Contains(names, same) {
			n.Fail("same: wanted control or the name of a step before, got %q%s", same, nearest.Hint(same, names))
		}
		for _, id := range step.Expect.Fires {
			if _, ok := conformance.RuleByID(id); !ok {
				n.Fail("fires: there is no rule %q; chatcb rules lists them", id)
			}
		}
		names = append(names, step.Name)
	}
}

// steps are the steps, each with its request, also where there is one that is written without the key.
func (s *spec) steps() []stepSpec {
	list := slices.Clone(s.Steps)
	if len(list) == 0 {
		list = []stepSpec{{Name: "probe", Change: s.Change, Expect: s.Expect}}
	}
	for i := range list {
		list[i].Request = cmp.Or(list[i].Request, &s.Request)
	}
	return list
}
