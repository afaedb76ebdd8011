package cmd

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"
)

// foldHelp fits the help of every command below root into a terminal.
func foldHelp(a *app, root *cobra.Command) {
	show := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		var text bytes.Buffer
		root.SetOut(&text)
		show(c, args)
		root.SetOut(a.stdout)
		fmt.Fprint(a.stdout, a.terminal().FoldText(text.String()))
	})
}
