// Package schema is chatcb schema.
package schema

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/report/schema"
)

func New(a *app.App) *cobra.Command {
	names := schema.Names()
	return &cobra.Command{
		Use:       "schema NAME",
		Args:      cobra.ExactArgs(1),
		ValidArgs: names,
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := schema.Document(args[0])
			if err != nil {
				return exit.Usagef("%w%s; there are %s", err, nearest.Hint(args[0], names), strings.Join(names, ", "))
			}
			_, err = a.Stdout.Write(text)
			return err
		},
	}
}
