package cmd

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
)

// foldHelp fits the help of every command below root into a terminal.
func foldHelp(a *app.App, root *cobra.Command) {
	show := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		var text bytes.Buffer
		root.SetOut(&text)
		show(c, args)
		root.SetOut(a.Stdout)
		fmt.Fprint(a.Stdout, a.Terminal().FoldText(text.String()))
	})
}
