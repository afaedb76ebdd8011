package settings

import (
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"
	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/nearest"
)

// merge reads one file: its own keys, then those of the profile.
func (s *layers) merge(from source, profile string) error {
	file := from.name
	text, err := os.ReadFile(file)
	if err != nil {
		return exit.Usagef("configuration: %w", err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return exit.Usagef("%s: %w", file, err)
	}
	if len(doc.Content) == 0 {
		return nil
	}
	base, profiles := map[string]any{}, map[string]*yaml.Node{}
	if err := s.flatten(from, "", doc.Content[0], base, profiles); err != nil {
		return err
	}
	if err := s.v.MergeConfigMap(base); err != nil {
		return exit.Usagef("%s: %w", file, err)
	}
	for _, name := range slices.Sorted(maps.Keys(profiles)) {
		s.profiles = append(s.profiles, name)
		values, chosen := map[string]any{}, *s
		if name != profile { // checked all the same, and thrown away
			chosen.v, chosen.tell = viper.New(), io.Discard
		}
		if err := chosen.flatten(from, "", profiles[name], values, nil); err != nil {
			return err
		}
		if err := chosen.v.MergeConfigMap(values); err != nil {
			return exit.Usagef("%s: %w", file, err)
		}
	}
	return nil
}

// flatten reads the settings of a YAML mapping, as they are spelt: pflag reads the values, not YAML.
func (s *layers) flatten(from source, prefix string, node *yaml.Node, into map[string]any, profiles map[string]*yaml.Node) error {
	file := from.name
	if node.Kind != yaml.MappingNode {
		return exit.Usagef("%s:%d: wanted names with values, such as \"app-id: 1400000000\"", file, node.Line)
	}
	for name, value := range pairs(node) {
		key, at := prefix+name.Value, fmt.Sprintf("%s:%d", file, name.Line)
		if now, old := renamed[key]; old {
			s.deprecated(at+": "+key, now)
			key = now
		}
		if key == "profiles" && profiles != nil && value.Kind == yaml.MappingNode {
			for name, of := range pairs(value) {
				profiles[name.Value] = of
			}
			continue
		}
		if value.Kind == yaml.MappingNode && s.hasSection(key) {
			if err := s.flatten(from, key+".", value, into, nil); err != nil {
				return err
			}
			continue
		}
		flag, known := s.known()[key]
		if !known {
			return exit.Usagef("%s: unknown key %.60q%s", at, key, nearest.Hint(key, slices.Sorted(maps.Keys(s.known()))))
		}
		if _, twice := into[key]; twice {
			return exit.Usagef("%s: %q stands twice", at, key)
		}
		texts, err := texts(from, flag, value)
		if err != nil {
			return exit.Usagef("%s: %w", at, err)
		}
		into[key] = setting{texts, at}
	}
	return nil
}

// pairs are the names and values of a mapping.
func pairs(node *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(name, value *yaml.Node) bool) {
		for pair := range slices.Chunk(node.Content, 2) {
			if !yield(pair[0], pair[1]) {
				return
			}
		}
	}
}

// texts are the values of a flag in a file.
func texts(from source, flag *pflag.Flag, value *yaml.Node) (texts []string, err error) {
	values := []*yaml.Node{value}
	if value.Kind == yaml.SequenceNode {
		values = value.Content
	}
	for _, v := range values {
		if v.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("wanted a value or a list of values for %q", flag.Name)
		}
		text, err := besides(from, flag, v.Value)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// renamed are keys that had another name, which files may still have.
var renamed = map[string]string{"check.profile": "check.depth"}

// deprecated tells of an old name that is still read.
func (s *layers) deprecated(old, now string) {
	fmt.Fprintf(s.tell, "chatcb: %s is called %s now; the old name is still read\n", old, now)
}

// knownKeys are the keys that a configuration file may have: each flag, and each flag under its command.
func knownKeys(root *cobra.Command) map[string]*pflag.Flag {
	keys := map[string]*pflag.Flag{}
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		add := func(f *pflag.Flag) {
			if f.Name == "config" || f.Name == "profile" || f.Name == "help" || f.Hidden {
				return
			}
			if keys[f.Name] == nil {
				keys[f.Name] = f
			}
			if c != root {
				keys[section(c)+"."+f.Name] = f
			}
		}
		c.LocalFlags().VisitAll(add)
		c.InheritedFlags().VisitAll(add)
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(root)
	return keys
}

// ownVariables are read or set elsewhere, and are no flags.
var ownVariables = []string{"CHATCB_CONFIG", "CHATCB_PROFILE", "CHATCB_REQUIRE", "CHATCB_SCRUB_KEY", "CHATCB_URL", "CHATCB_ADMIN_URL"}

// misspelt picks the variables that no flag reads, though the name is nearly one that a flag does, and says which. Any
// other variable is somebody else's business.
func misspelt(environ []string, known func() map[string]*pflag.Flag) []string {
	var names, found []string
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		bare, ours := strings.CutPrefix(name, envPrefix)
		if !ours || value == "" || slices.Contains(ownVariables, name) {
			continue
		}
		if names == nil { // built here, as most runs have no such variable
			for _, key := range slices.Concat(slices.Sorted(maps.Keys(known())), slices.Collect(maps.Keys(renamed))) {
				names = append(names, strings.TrimPrefix(envName(key), envPrefix))
			}
		}
		if meant := nearest.To(bare, names); meant != "" && !slices.Contains(names, bare) {
			found = append(found, fmt.Sprintf("%s (did you mean %s?)", name, envPrefix+meant))
		}
	}
	return found
}

// hasSection reports whether there are keys below one.
func (s *layers) hasSection(key string) bool {
	for known := range s.known() {
		if strings.HasPrefix(known, key+".") {
			return true
		}
	}
	return false
}
