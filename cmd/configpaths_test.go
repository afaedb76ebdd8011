package cmd

import (
	"regexp"
	"slices"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/settings"
)

// Every flag that speaks of a file is either one that reads it, relative to the configuration file, one that writes it, where another
// user's configuration may not, or one of these.
func TestReadFlags(t *testing.T) {
	other := map[string]string{
		"config": "names the configuration itself", "profile": "a name", "target": "a URL",
		"read-as": "a format", "write-as": "a format", "token": "a secret", "deny": "an account", "request-id": "an id", "against": "a URL",
	}
	seen := map[string]bool{}
	read, written := settings.FileFlags()
	read = append(read, written...)
	speaks := regexp.MustCompile(`(?i)\b(files?|folder|captures?|PEM|policy|report)\b`)
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			seen[f.Name] = true
			reads := slices.Contains(read, f.Name)
			if _, known := other[f.Name]; f.Value.Type() != "bool" && f.Value.Type() != "int" && f.Value.Type() != "duration" && !reads && !known && speaks.MatchString(f.Usage) {
				t.Errorf("%s --%s (%s): does it read or write a file? it is in no list", c.CommandPath(), f.Name, f.Usage)
			}
		})
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(Root())
	for _, name := range read {
		if !seen[name] {
			t.Errorf("there is no flag --%s", name)
		}
	}
}
