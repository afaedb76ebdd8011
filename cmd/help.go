package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/completion"
	"github.com/chatcb/chatcb/cmd/internal/help"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/schema"
)

// showHelp has the help of every command below root come from its page, in lines that fit the terminal, and adds the topics.
func showHelp(a *app.App, root *cobra.Command) {
	a.Describe = func(c *cobra.Command) { book(a.Words()).Describe(c) }
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		fmt.Fprint(a.Stdout, book(a.Words()).Show(c, min(a.Terminal().Width, widestHelp)))
	})
	for _, topic := range []string{"connection", "faults", "exit-codes", "assumptions", "where"} {
		root.AddCommand(&cobra.Command{Use: topic})
	}
}

// widestHelp bounds lines, which nobody reads who has to look for the next.
const widestHelp = 120

func book(words *language.Words) *help.Book {
	return &help.Book{Words: words, Values: func() map[string]string { return helpValues(words) }}
}

// Help is the help of a command in English, in lines of so many columns.
func Help(c *cobra.Command, width int) string { return book(language.English()).Show(c, width) }

// helpValues are what {name} stands for in the pages of help: what only the code knows.
func helpValues(words *language.Words) map[string]string {
	webhooks := callback.Webhooks()
	var optional []string
	for _, field := range callback.FieldsOf(webhooks...) {
		if field.Optional {
			optional = append(optional, field.Names(webhooks...)...)
		}
	}
	values := map[string]string{
		"item":     fmt.Sprintf("%s[0].%s", webhooks[0].ItemList(), webhooks[0].Item(callback.Remark).Name),
		"loads":    strings.ReplaceAll(strings.Join(completion.Words("@loads"), ", "), ":", ""),
		"optional": strings.Join(optional, ", "),
		"schemas":  schemaNames(),
		"lines":    columns(schema.Lines()),
		"statuses": strings.TrimRight(outcome.Table(words), "\n"),
		"switches": switches(words),
	}
	for _, list := range []string{
		"commands", "denials", "platforms", "readable", "replay_reports", "reports", "requirements", "writable",
	} {
		values[list] = strings.Join(completion.Words("@"+list), ", ")
	}
	return values
}

func schemaNames() string {
	var lines []string
	for group := range slices.Chunk(schema.Names(), 6) {
		lines = append(lines, "  "+strings.Join(group, " "))
	}
	return strings.Join(lines, "\n")
}

func columns(rows [][2]string) string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = fmt.Sprintf("  %-29s %s", row[0], row[1])
	}
	return strings.Join(lines, "\n")
}

func switches(words *language.Words) string {
	var lines []string
	for _, s := range conformance.Switches() {
		when := words.Say("command.when", "when", words.Translate("catalogue.assume."+s.Name, s.When))
		lines = append(lines, fmt.Sprintf("  %-17s %-13s %s", s.Name, s.Default+"|"+s.Other, when))
	}
	return strings.Join(lines, "\n")
}
