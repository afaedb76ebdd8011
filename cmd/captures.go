package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/capture/formats"
)

func newCaptures(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "captures",
		Short: "Show, count, select, convert, merge and scrub captured exchanges",
		Long: `A capture is a file of exchanges, one a line: what was sent, what came back, and when. These commands read captures
(plain, .gz or .zst), the folder of a journal, what --output json or ndjson printed, - for standard input, and what
other tools recorded: ` + strings.Join(formats.Readable()[2:], ", ") + `.
The format is told by the content, or named by --read-as.`,
		Args: knownCommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		newCapturesList(a), newCapturesShow(a), newCapturesStats(a), newCapturesFilter(a), newCapturesConvert(a),
		newCapturesMerge(a), newCapturesScrub(a),
	)
	return c
}
