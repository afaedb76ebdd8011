// Package schema is chatcb schema.
package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/report/schema"
)

func New(a *app.App) *cobra.Command {
	names := schema.Names()
	var long strings.Builder
	long.WriteString(`Print a JSON Schema (2020-12) of what chatcb prints and reads. It is self-contained: the schemas that it refers to
stand in it, under $defs and with their own $id, and a validator loads nothing else.

A command's --output json has the schema that is called as the command; run is that of send, judge and captures list
and show. Of --output ndjson each line has a schema:

`)
	for _, l := range schema.Lines() {
		fmt.Fprintf(&long, "  %-29s %s\n", l[0], l[1])
	}
	long.WriteString("\nThere are:\n\n")
	for group := range slices.Chunk(names, 6) {
		fmt.Fprintf(&long, "  %s\n", strings.Join(group, " "))
	}
	return &cobra.Command{
		Use:       "schema NAME",
		Short:     "Print a JSON Schema, self-contained, of an output or a file",
		Long:      strings.TrimSpace(long.String()),
		Example:   "  chatcb schema run > run.schema.json",
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
