package cmd

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
)

func newConfig(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "Show the configuration and where each value comes from",
		Long: `A value is looked for in this order: flag, environment (CHATCB_APP_ID), profile and then the rest of chatcb.yaml in
this folder or the nearest above it, the same of the user's own file, default. Keys are the names of flags; under the
name of a command they count for that command alone:

  app-id: 1400000000
  target: http://localhost:3000/hook
  send:
    count: 3
  profiles:
    staging:
      target: https://staging.example.com/hook`,
		Args: knownCommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newConfigShow(a))
	return c
}

type setting struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Origin string `json:"origin"`
}

func newConfigShow(a *app) *cobra.Command {
	var origin bool
	c := &cobra.Command{
		Use:   "show [COMMAND]",
		Short: "Print the values that a command (send, if none is named) would use",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			name := "send"
			if len(args) == 1 {
				name = args[0]
			}
			list, err := a.settingsOf(c.Root(), name)
			if err != nil {
				return err
			}
			if a.output != "text" {
				return json.NewEncoder(a.stdout).Encode(list)
			}
			for _, s := range list {
				if origin {
					fmt.Fprintf(a.stdout, "%s: %s  # %s\n", s.Key, s.Value, s.Origin)
				} else {
					fmt.Fprintf(a.stdout, "%s: %s\n", s.Key, s.Value)
				}
			}
			return nil
		},
	}
	c.Flags().BoolVar(&origin, "origin", false, "say where each value comes from")
	return c
}

// settingsOf resolves the flags of another command as if it had been called without any.
func (a *app) settingsOf(root *cobra.Command, name string) ([]setting, error) {
	other, rest, err := root.Find([]string{name})
	if err != nil || other == root || len(rest) > 0 {
		return nil, knownCommand(root, []string{name})
	}
	if err := other.ParseFlags(nil); err != nil {
		return nil, err
	}
	if err := a.configure(other); err != nil {
		return nil, err
	}
	var list []setting
	other.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" || f.Name == "config" || f.Name == "profile" || f.Name == "json" {
			return
		}
		list = append(list, setting{f.Name, shown(f), a.origins[f.Name]})
	})
	return list, nil
}

// shown is the value of a flag, masked when it is a secret.
func shown(f *pflag.Flag) string {
	value := f.Value.String()
	if f.Name == "token" && value != "" {
		return callback.Mask
	}
	if f.Value.Type() == "string" {
		return fmt.Sprintf("%q", value)
	}
	return value
}
