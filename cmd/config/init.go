package config

import (
	"embed"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
)

// templates are a chatcb.yaml in which everything is a comment, by language: sentences behind "# ", settings behind "#".
//
//go:embed template
var templates embed.FS

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
			template, err := templates.ReadFile("template/config." + a.Words().Name() + ".yaml")
			if err != nil {
				return err
			}
			// One that everybody can write would be refused, whatever the umask.
			if err := force.WriteWithSchema(name, 0o644, template, "config"); err != nil {
				return exit.Usage(err)
			}
			_, err = fmt.Fprintln(a.Stdout, a.Words().Say("command.config-written", "file", name))
			return err
		},
	}
	force.Bind(c.Flags())
	return c
}
