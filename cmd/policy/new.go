package policy

import (
	"embed"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/internal/shell"
)

// templates are policies to start from, by language.
//
//go:embed template
var templates embed.FS

func newNew(a *app.App) *cobra.Command {
	var force flags.Force
	c := &cobra.Command{
		Use:  "new [FILE]",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := "policy.yaml"
			if len(args) == 1 {
				name = args[0]
			}
			text, err := templates.ReadFile("template/policy." + a.Words().Name() + ".yaml")
			if err != nil {
				return err
			}
			if err := force.WriteWithSchema(name, 0, text, "policy"); err != nil {
				return exit.Usage(err)
			}
			_, err = fmt.Fprintln(a.Stdout, a.Words().Say("serve.policy-written", "file", name, "word", shell.Quote(name)))
			return err
		},
	}
	force.Bind(c.Flags())
	return c
}
