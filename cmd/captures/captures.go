// Package captures is chatcb captures: what is done with captured exchanges.
package captures

import (
	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
)

func New(a *app.App) *cobra.Command {
	c := &cobra.Command{
		Use:  "captures",
		Args: exit.KnownCommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		newList(a), newShow(a), newStats(a), newFilter(a), newConvert(a),
		newMerge(a), newScrub(a),
	)
	return c
}
