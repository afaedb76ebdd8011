// Package captures is chatcb captures: what is done with captured exchanges.
package captures

import (
	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
)

func New(a *app.App) *cobra.Command {
	return exit.Commands("captures", newList(a), newShow(a), newStats(a), newFilter(a), newConvert(a), newMerge(a), newScrub(a))
}
