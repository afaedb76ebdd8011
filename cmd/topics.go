package cmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/filter"
	"github.com/chatcb/chatcb/outcome"
)

// newExitCodes, newWhere and newAssumptions are help topics: chatcb help exit-codes.
func newExitCodes() *cobra.Command {
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "What the exit statuses mean",
		Long: "The exit statuses of every chatcb command:\n\n" + outcome.Table() + `
mockserver and record with a command after -- end with the status of the command; with 128+n
if signal n ended it.`,
	}
}

func newWhere() *cobra.Command {
	return &cobra.Command{Use: "where", Short: "The expressions of --where: their names and types", Long: filter.Help()}
}

func newAssumptions() *cobra.Command {
	var b strings.Builder
	b.WriteString(`Where no document says what Chat does with an answer, chatcb assumes, and shows "assumed" beside the verdict.
Each assumption is a switch: --assume NAME=VALUE. Allowing is the cautious default: it shows what may get through.
A code out of range blocks by default, since the page says in words that values other than 0 do not allow.

`)
	for _, s := range conformance.Switches() {
		fmt.Fprintf(&b, "  %-17s %-13s when %s\n", s.Name, s.Default+"|"+s.Other, s.When)
	}
	b.WriteString("\nThe first value is the default; \"said\" means that the items of the answer count.\n")
	return &cobra.Command{Use: "assumptions", Short: "What is assumed where the platform documents nothing", Long: b.String()}
}
