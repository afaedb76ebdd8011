// Package captures is chatcb captures: what is done with captured exchanges.
package captures

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/capture/formats"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
)

func New(a *app.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "captures",
		Short: "Show, count, select, convert, merge and scrub captured exchanges",
		Long: `A capture is a file of exchanges, one a line: what was sent, what came back, and when. These commands read captures
(plain, .gz or .zst), the folder of a journal, what --output json or ndjson printed, - for standard input, and what
other tools recorded: ` + strings.Join(formats.Readable()[2:], ", ") + `.
The format is told by the content, or named by --read-as.`,
		Args: exit.KnownCommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		newList(a), newShow(a), newStats(a), newFilter(a), newConvert(a),
		newMerge(a), newScrub(a),
	)
	return c
}
