package config

import (
	_ "embed" // of the template
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
)

// template is a chatcb.yaml in which everything is a comment: sentences behind "# ", settings behind "#".
//
//go:embed template.yaml
var template []byte

func newInit(a *app.App) *cobra.Command {
	var force flags.Force
	c := &cobra.Command{
		Use:  "init [FILE]",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := "chatcb.yaml"
			if len(args) == 1 {
				name = args[0]
			}
			// One that everybody can write would be refused, whatever the umask.
			if err := force.WriteWithSchema(name, 0o644, template, "config"); err != nil {
				return exit.Usage(err)
			}
			_, err := fmt.Fprintf(a.Stdout, "%s is written; take away the # in front of what you need\n", name)
			return err
		},
	}
	force.Bind(c.Flags())
	return c
}
