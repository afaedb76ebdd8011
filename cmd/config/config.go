// Package config is chatcb config: the configuration, and where each value comes from.
package config

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/settings"
	"github.com/chatcb/chatcb/cmd/internal/starter"
	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/language"
)

func New(a *app.App) *cobra.Command {
	return exit.Commands("config",
		a.Command("show [COMMAND]", cobra.MaximumNArgs(1), &showOptions{}),
		starter.New(a, starter.File{
			Use: "init [FILE]", Name: "chatcb.yaml", Schema: "config", Templates: templates,
			Perm: 0o644, // one that everybody can write would be refused, whatever the umask
		}),
	)
}

// templates are a chatcb.yaml in which everything is a comment, by language: sentences behind "# ", settings behind "#".
//
//go:embed template
var templates embed.FS

type setting struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Means  string `json:"means,omitempty"` // what an empty default stands for
	Origin string `json:"origin"`
}

// set reports whether somebody has set it: a file, or the environment.
func (s *setting) set() bool {
	return s.Origin != settings.ByDefault && s.Origin != settings.CommandLine
}

// line is the setting as it could stand in a configuration file.
func (s *setting) line(words *language.Words, origin bool) string {
	note := s.Means
	if origin {
		note = language.Phrase(s.Origin).SayIn(words)
		if s.Means != "" {
			note += ": " + s.Means
		}
	}
	if note == "" {
		return fmt.Sprintf("%s: %s", s.Key, s.Value)
	}
	return fmt.Sprintf("%s: %s  # %s", s.Key, s.Value, note)
}

type showOptions struct {
	App     *app.App
	Cmd     *cobra.Command
	Origin  bool `flag:"origin"`
	Changed bool `flag:"changed"`
}

func (o *showOptions) Run(_ context.Context, args []string) error {
	a, name := o.App, "send"
	if len(args) == 1 {
		name = args[0]
	}
	list, err := settingsOf(a, o.Cmd.Root(), name)
	if err != nil {
		return err
	}
	if o.Changed {
		list = slices.DeleteFunc(list, func(s setting) bool { return !s.set() })
		if len(list) == 0 {
			a.Tell("command.nothing-set", "command", name)
		}
	}
	if a.Output != "text" {
		return json.NewEncoder(a.Stdout).Encode(list)
	}
	for i := range list {
		fmt.Fprintln(a.Stdout, list[i].line(a.Words(), o.Origin))
	}
	return nil
}

// settingsOf resolves the flags of another command as if it had been called without any.
func settingsOf(a *app.App, root *cobra.Command, name string) ([]setting, error) {
	other, rest, err := root.Find([]string{name})
	if err != nil || other == root || len(rest) > 0 {
		return nil, exit.KnownCommand(root, []string{name})
	}
	if err := other.ParseFlags(nil); err != nil {
		return nil, err
	}
	if err := settings.Apply(other, a); err != nil {
		return nil, err
	}
	a.Describe(other)
	list := []setting{}
	other.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" || f.Name == "config" || f.Name == "profile" || f.Name == "json" {
			return
		}
		list = append(list, setting{f.Name, shown(f), meaning(f), settings.Origin(f)})
	})
	return list, nil
}

// saidDefault is what the help of a flag says of its default, where the value alone does not say it.
var saidDefault = lazy.Regexp(`[(（](?:default:? |默认：?)(.+)[)）]$`)

// meaning is what the value of a flag stands for if it is an empty default, such as 0 for as many as there is room for.
func meaning(f *pflag.Flag) string {
	value := f.Value.String()
	if f.Changed || value != "" && value != "0" && value != "0s" && value != "[]" {
		return ""
	}
	if said := saidDefault().FindStringSubmatch(f.Usage); said != nil {
		return said[1]
	}
	return ""
}

// shown is the value of a flag. One that holds a secret masks it by itself.
func shown(f *pflag.Flag) string {
	value := f.Value.String()
	if f.Value.Type() == "string" {
		return fmt.Sprintf("%q", value)
	}
	return value
}
