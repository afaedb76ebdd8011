package cmd

import (
	"regexp"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/internal/secret"
)

// Every flag that may hold a secret has a type that does not print it.
func TestFlagsMaskSecrets(t *testing.T) {
	t.Parallel()
	secrets := regexp.MustCompile(`(?i)token|secret|password`)
	urls := regexp.MustCompile(`^(target|to|against)$`)
	files := regexp.MustCompile(`(?i)^file\b`)
	seen := map[string]bool{}
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			var masked bool
			switch f.Value.(type) {
			case *secret.Secret, *secret.URL, *secret.Headers:
				masked, seen[f.Name] = true, true
			}
			wanted := secrets.MatchString(f.Name) && !files.MatchString(f.Usage) || f.Name == "header" ||
				urls.MatchString(f.Name) && f.Value.Type() == "string"
			if wanted && !masked {
				t.Errorf("%s --%s prints what it holds", c.CommandPath(), f.Name)
			}
		})
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(Root())
	for _, name := range []string{"token", "admin-token", "header", "target", "to", "against"} {
		if !seen[name] {
			t.Errorf("no flag --%s was looked at", name)
		}
	}
}
