package cmd

import (
	"regexp"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/flags"
)

// Every flag that speaks of a file says by its tags that it reads it, relative to the configuration file, or writes it, where another
// user's configuration may not, or is one of these. A key of a configuration means the same file whichever command has the flag.
func TestReadFlags(t *testing.T) {
	t.Parallel()
	other := map[string]string{
		"config": "names the configuration itself", "profile": "a name", "target": "a URL",
		"read-as": "a format", "write-as": "a format", "token": "a secret", "deny": "an account", "request-id": "an id", "against": "a URL",
	}
	speaks := regexp.MustCompile(`(?i)\b(files?|folder|captures?|PEM|policy|report)\b`)
	type naming struct {
		place         flags.Place
		reads, writes bool
	}
	seen := map[string]naming{}
	everyHelp(t, func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			var got naming
			got.place, got.reads, got.writes = flags.NamesFile(f)
			if before, again := seen[f.Name]; again && got != before {
				t.Errorf("%s --%s: got %v, want %v as another command has it", c.CommandPath(), f.Name, got, before)
			}
			seen[f.Name] = got
			if _, known := other[f.Name]; got == (naming{}) && f.Value.Type() != "bool" && f.Value.Type() != "int" && f.Value.Type() != "duration" &&
				!known && speaks.MatchString(f.Usage) {
				t.Errorf("%s --%s (%s): does it read or write a file? no tag says so", c.CommandPath(), f.Name, f.Usage)
			}
		})
	})
}
