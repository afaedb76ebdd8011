// Package settings reads the configuration files and the environment, and sets the flags that the command line left alone.
// Viper is used here and nowhere else.
package settings

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/nearest"
)

const (
	configName = "chatcb.yaml"
	envPrefix  = "CHATCB_"
)

// layers are the values of the configuration files and the environment, weakest first: user file, project file, each
// followed by its profile, then CHATCB_* variables. Flags of the command line are stronger than all of them.
//
// Viper finds the strongest value, which is a setting, or the text of a variable. It is the only use of viper: everything that is
// not a flag given on the command line is set as one, so that pflag parses every value.
type layers struct {
	v        *viper.Viper
	profiles []string // that the files have
	known    func() map[string]*pflag.Flag
	tell     io.Writer // is told of old names
}

// setting is what a file says of a key.
type setting struct {
	texts  []string // several of a list
	origin string   // file:line
}

// Apply sets the flags of the command that the command line left alone.
func Apply(c *cobra.Command, a *app.App) error {
	s, err := loadSettings(c, a)
	if err != nil {
		return err
	}
	var failed error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if failed == nil && f.Name != "config" && f.Name != "profile" && f.Name != "help" {
			failed = setFlag(c, f, s)
		}
	})
	return failed
}

// The origins of flags that no file and no variable sets.
const (
	CommandLine = "command line" // it was typed
	ByDefault   = "default"
)

func setFlag(c *cobra.Command, f *pflag.Flag, s *layers) error {
	if f.Changed {
		setOrigin(f, CommandLine)
		return nil
	}
	for _, key := range []string{section(c) + "." + f.Name, f.Name} {
		set, ok := s.lookup(key)
		if !ok {
			continue
		}
		for _, value := range set.texts {
			if err := c.Flags().Set(f.Name, value); err != nil {
				return exit.Usagef("%s: %s: %w", set.origin, f.Name, exit.FlagValue(err))
			}
		}
		setOrigin(f, set.origin)
		return nil
	}
	setOrigin(f, ByDefault)
	return nil
}

// originKey is the annotation of a flag that says where its value comes from.
const originKey = "chatcb_origin"

func setOrigin(f *pflag.Flag, origin string) {
	if f.Annotations == nil {
		f.Annotations = map[string][]string{}
	}
	f.Annotations[originKey] = []string{origin}
}

func Origin(f *pflag.Flag) string { return strings.Join(f.Annotations[originKey], "") }

// Typed reports whether a flag stands on the command line.
func Typed(c *cobra.Command, name string) bool {
	f := c.Flags().Lookup(name)
	return f != nil && Origin(f) == CommandLine
}

// section is the key under which a command has settings of its own: send, captures.show.
func section(c *cobra.Command) string {
	return strings.ReplaceAll(strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" "), " ", "-")
}

func envName(key string) string {
	return envPrefix + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(key))
}

func (s *layers) lookup(key string) (set setting, ok bool) {
	found := s.v.Get(key)
	if text, isVariable := found.(string); isVariable {
		return setting{[]string{text}, envName(key)}, true
	}
	for old, now := range renamed {
		if value := os.Getenv(envName(old)); now == key && value != "" {
			s.deprecated(envName(old), envName(now))
			return setting{[]string{value}, envName(old)}, true
		}
	}
	set, ok = found.(setting)
	return set, ok
}

func newLayers(c *cobra.Command, tell io.Writer) *layers {
	v := viper.NewWithOptions(viper.KeyDelimiter("/")) // in no key: the point is a part of them
	v.SetEnvPrefix("CHATCB")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_", "-", "_"))
	v.AutomaticEnv()
	return &layers{v: v, known: sync.OnceValue(func() map[string]*pflag.Flag { return knownKeys(c.Root()) }), tell: tell}
}

func loadSettings(c *cobra.Command, a *app.App) (*layers, error) {
	s := newLayers(c, a.Stderr)
	profile := cmp.Or(a.Profile, a.Getenv("CHATCB_PROFILE"))
	files, err := sources(cmp.Or(a.Config, a.Getenv("CHATCB_CONFIG")))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if err := s.merge(file, profile); err != nil {
			return nil, err
		}
	}
	if profile != "" && !slices.Contains(s.profiles, profile) {
		return nil, exit.Usagef("no profile %q in %s%s", profile, orNone(files), s.otherProfile(c, profile))
	}
	for _, name := range misspelt(os.Environ(), s.known) {
		fmt.Fprintf(a.Stderr, "chatcb: no setting reads %s\n", name)
	}
	return s, nil
}

// otherProfile says what may have been meant: a profile of these files, or a depth, which check once called a profile.
func (s *layers) otherProfile(c *cobra.Command, name string) (hint string) {
	if len(s.profiles) > 0 {
		slices.Sort(s.profiles)
		s.profiles = slices.Compact(s.profiles)
		hint = fmt.Sprintf("%s; there are %s", nearest.Hint(name, s.profiles), strings.Join(s.profiles, ", "))
	}
	if c.Flags().Lookup("depth") != nil && slices.Contains([]string{"quick", "ci", "full"}, name) {
		hint += "; how much of the catalogue is checked is said by --depth " + name
	}
	return hint
}

func orNone(files []source) string {
	if len(files) == 0 {
		return "any configuration file: there is none"
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.name
	}
	return strings.Join(names, ", ")
}
