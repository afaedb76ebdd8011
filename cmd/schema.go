package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/report"
)

func newSchema(a *app) *cobra.Command {
	names := report.Schemas()
	return &cobra.Command{
		Use:       "schema NAME",
		Short:     "Print a JSON Schema: " + strings.Join(names, ", "),
		Args:      cobra.ExactArgs(1),
		ValidArgs: names,
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := report.Schema(args[0])
			if err != nil {
				return usagef("%w%s; there are %s", err, nearest.Hint(args[0], names), strings.Join(names, ", "))
			}
			_, err = a.stdout.Write(text)
			return err
		},
	}
}
