package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/completion"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/settings"
)

// complete tells shells what the arguments of the commands below root may be; what flags may be is said by their tags.
func complete(root *cobra.Command, a *app.App) {
	_ = root.RegisterFlagCompletionFunc("profile", func(c *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return settings.Profiles(c, a), cobra.ShellCompDirectiveNoFileComp
	}) // it is there, and has none yet
	captures, yaml := completion.Of(".jsonl,.gz,.zst,.har"), completion.Of(".yaml,.yml")
	values := map[string]cobra.CompletionFunc{
		"explain":          completion.First(completion.Of("explained")),
		"rules":            completion.Of("rules"),
		"scenarios show":   completion.First(completion.Of("scenarios")),
		"scenarios list":   completion.Of("selectors"),
		"scenarios lint":   yaml,
		"scenarios score":  yaml,
		"policy diff":      yaml,
		"policy test":      captures,
		"config show":      commandNames,
		"captures list":    captures,
		"captures show":    captures,
		"captures stats":   captures,
		"captures filter":  captures,
		"captures convert": captures,
		"captures merge":   captures,
		"captures scrub":   captures,
		"judge":            completion.Of(".json,.jsonl,.gz,.zst,.har,.http"),
		"replay":           completion.First(captures),
		"simulate merge":   completion.Of(".json"),
	}
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		c.ValidArgsFunction = values[strings.TrimPrefix(c.CommandPath(), root.Name()+" ")]
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(root)
}

// explainShells refuses a shell for which there is no script: cobra shows the help, with status 0.
func explainShells(root *cobra.Command, args []string) {
	root.InitDefaultCompletionCmd(args...)
	if c, _, err := root.Find([]string{"completion"}); err == nil {
		c.Args, c.RunE = exit.KnownCommand, func(c *cobra.Command, _ []string) error { return c.Help() }
	}
}

// commandNames offers the commands of the program.
func commandNames(c *cobra.Command, args []string, _ string) (names []cobra.Completion, _ cobra.ShellCompDirective) {
	for _, sub := range c.Root().Commands() {
		if len(args) == 0 && sub.IsAvailableCommand() {
			names = append(names, sub.Name()+"\t"+sub.Short)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
