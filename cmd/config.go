package cmd

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"
	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/internal/nearest"
)

const configName = "chatcb.yaml"

// settings are the values of the configuration files and the environment, weakest first: user file, project file, each
// followed by its profile, then CHATCB_* variables. Flags of the command line are stronger than all of them.
//
// Viper finds the strongest value; where a value stands is kept beside it, because viper forgets it. It is the only use
// of viper: everything that is not a flag given on the command line is set as one, so that pflag parses every value.
type settings struct {
	v       *viper.Viper
	origin  map[string]string // key → file:line
	lists   map[string][]string
	profile bool // the profile asked for exists somewhere
	known   []string
}

// configure sets the flags of the command that the command line left alone.
func (a *app) configure(c *cobra.Command) error {
	s, err := a.loadSettings(c.Root())
	if err != nil {
		return err
	}
	a.origins = make(map[string]string)
	var failed error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if failed == nil && f.Name != "config" && f.Name != "help" {
			failed = a.setFlag(c, f, s)
		}
	})
	return failed
}

// commandLine is the origin of a flag that was typed.
const commandLine = "command line"

func (a *app) setFlag(c *cobra.Command, f *pflag.Flag, s *settings) error {
	if f.Changed {
		a.origins[f.Name] = commandLine
		return nil
	}
	keys := []string{section(c) + "." + f.Name, f.Name}
	if f.Name == "profile" {
		keys = keys[:1] // CHATCB_PROFILE names a profile of these files, not one of check's
	}
	for _, key := range keys {
		values, origin, ok := s.lookup(key)
		if !ok {
			continue
		}
		for _, value := range values {
			if err := c.Flags().Set(f.Name, value); err != nil {
				return usagef("%s: %s: %w", origin, f.Name, errors.Unwrap(err))
			}
		}
		a.origins[f.Name] = origin
		return nil
	}
	a.origins[f.Name] = "default"
	return nil
}

// section is the key under which a command has settings of its own: send, captures.show.
func section(c *cobra.Command) string {
	return strings.ReplaceAll(strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" "), " ", "-")
}

func envName(key string) string {
	return "CHATCB_" + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(key))
}

func (s *settings) lookup(key string) (values []string, origin string, ok bool) {
	if value, set := os.LookupEnv(envName(key)); set && value != "" {
		return []string{s.v.GetString(key)}, envName(key), true
	}
	if list, isList := s.lists[key]; isList {
		return list, s.origin[key], true
	}
	if !s.v.InConfig(key) {
		return nil, "", false
	}
	return []string{s.v.GetString(key)}, s.origin[key], true
}

func (a *app) loadSettings(root *cobra.Command) (*settings, error) {
	v := viper.New()
	v.SetEnvPrefix("CHATCB")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_", "-", "_"))
	v.AutomaticEnv()
	s := &settings{v: v, origin: map[string]string{}, lists: map[string][]string{}, known: knownKeys(root)}
	if a.config == "" {
		a.config = a.getenv("CHATCB_CONFIG")
	}
	if a.profile == "" {
		a.profile = a.getenv("CHATCB_PROFILE")
	}
	files, err := a.configFiles()
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if err := s.merge(file, a.profile); err != nil {
			return nil, err
		}
	}
	if a.profile != "" && !s.profile {
		return nil, usagef("no profile %q in %s", a.profile, orNone(files))
	}
	return s, nil
}

func orNone(files []string) string {
	if len(files) == 0 {
		return "any configuration file: there is none"
	}
	return strings.Join(files, ", ")
}

// configFiles lists the files to read, weakest first.
func (a *app) configFiles() ([]string, error) {
	switch a.config {
	case "none":
		return nil, nil
	case "":
	default:
		if _, err := os.Stat(a.config); err != nil {
			return nil, usagef("--config: %w", err)
		}
		return []string{a.config}, nil
	}
	var files []string
	if dir, err := os.UserConfigDir(); err == nil {
		files = append(files, filepath.Join(dir, "chatcb", configName))
	}
	if dir, err := os.Getwd(); err == nil {
		for {
			file := filepath.Join(dir, configName)
			if _, err := os.Stat(file); err == nil {
				files = append(files, file)
				break
			}
			parent := filepath.Dir(dir)
			if parent == dir {
				break
			}
			dir = parent
		}
	}
	return slices.DeleteFunc(files, func(f string) bool { _, err := os.Stat(f); return err != nil }), nil
}

// merge reads one file: its own keys, then those of the profile.
func (s *settings) merge(file, profile string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return usagef("configuration: %w", err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return usagef("%s: %w", file, err)
	}
	if len(doc.Content) == 0 {
		return nil
	}
	base, profiles := map[string]any{}, map[string]*yaml.Node{}
	if err := s.flatten(file, "", doc.Content[0], base, profiles); err != nil {
		return err
	}
	if err := s.v.MergeConfigMap(base); err != nil {
		return usagef("%s: %w", file, err)
	}
	for name, node := range profiles {
		values := map[string]any{}
		into := s
		if name != profile { // checked all the same, and thrown away
			into = &settings{origin: map[string]string{}, lists: map[string][]string{}, known: s.known}
		}
		if err := into.flatten(file, "", node, values, nil); err != nil {
			return err
		}
		if name == profile {
			s.profile = true
			if err := s.v.MergeConfigMap(values); err != nil {
				return usagef("%s: %w", file, err)
			}
		}
	}
	return nil
}

// flatten turns a YAML mapping into nested maps of texts, as they are spelt: pflag reads the values, not YAML.
func (s *settings) flatten(file, prefix string, node *yaml.Node, into map[string]any, profiles map[string]*yaml.Node) error {
	if node.Kind != yaml.MappingNode {
		return usagef("%s:%d: wanted names with values, such as \"app-id: 1400000000\"", file, node.Line)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		key, at := prefix+name.Value, fmt.Sprintf("%s:%d", file, name.Line)
		if key == "profiles" && profiles != nil && value.Kind == yaml.MappingNode {
			for j := 0; j+1 < len(value.Content); j += 2 {
				profiles[value.Content[j].Value] = value.Content[j+1]
			}
			continue
		}
		if value.Kind == yaml.MappingNode && slices.ContainsFunc(s.known, func(k string) bool { return strings.HasPrefix(k, key+".") }) {
			sub := map[string]any{}
			if err := s.flatten(file, key+".", value, sub, nil); err != nil {
				return err
			}
			into[name.Value] = sub
			continue
		}
		if !slices.Contains(s.known, key) {
			return usagef("%s: unknown key %q%s", at, key, nearest.Hint(key, s.known))
		}
		if _, twice := into[name.Value]; twice {
			return usagef("%s: %q stands twice", at, key)
		}
		if err := s.value(at, key, value); err != nil {
			return err
		}
		into[name.Value] = value.Value
	}
	return nil
}

func (s *settings) value(at, key string, value *yaml.Node) error {
	s.origin[key] = at
	delete(s.lists, key)
	if value.Kind == yaml.ScalarNode {
		return nil
	}
	if value.Kind != yaml.SequenceNode {
		return usagef("%s: wanted a value or a list for %q", at, key)
	}
	list := []string{}
	for _, n := range value.Content {
		if n.Kind != yaml.ScalarNode {
			return usagef("%s: wanted a list of values for %q", at, key)
		}
		list = append(list, n.Value)
	}
	s.lists[key] = list
	return nil
}

// knownKeys lists every key that a configuration file may have: each flag, and each flag under its command.
func knownKeys(root *cobra.Command) []string {
	keys := map[string]bool{}
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		add := func(f *pflag.Flag) {
			if f.Name == "config" || f.Shorthand == "p" || f.Name == "help" || f.Hidden {
				return
			}
			keys[f.Name] = true
			if c != root {
				keys[section(c)+"."+f.Name] = true
			}
		}
		c.LocalFlags().VisitAll(add)
		c.InheritedFlags().VisitAll(add)
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(root)
	return slices.Sorted(maps.Keys(keys))
}
