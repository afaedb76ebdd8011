// Package schema is chatcb schema.
package schema

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/report/schema"
)

func New(a *app.App) *cobra.Command {
	names := schema.Names()
	c := a.Command("schema NAME", cobra.ExactArgs(1), app.Func(func(_ context.Context, args []string) error {
		text, err := schema.Document(args[0])
		if err != nil {
			return exit.Usagef("%w%s; there are %s", err, nearest.Hint(args[0], names), strings.Join(names, ", "))
		}
		_, err = a.Stdout.Write(text)
		return err
	}))
	c.ValidArgs = names
	return c
}
