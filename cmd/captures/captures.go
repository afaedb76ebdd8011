// Package captures is chatcb captures: what is done with captured exchanges.
package captures

import (
	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
)

func New(a *app.App) *cobra.Command {
	some := cobra.MinimumNArgs(1)
	return exit.Commands("captures",
		a.Command("list FILE…", some, &listOptions{}), a.Command("show FILE [NUMBER…]", some, &showOptions{}),
		a.Command("stats FILE…", some, &statsOptions{}),
		a.Command("filter --where EXPR FILE…", some, &filterOptions{}), a.Command("convert FILE…", some, &convertOptions{}),
		a.Command("merge FILE FILE…", cobra.MinimumNArgs(2), &mergeOptions{}), a.Command("scrub FILE…", some, &scrubOptions{}))
}
