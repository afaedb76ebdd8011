package cmd

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/outcome"
)

// explainArguments makes every command below c say what it wanted when it gets too many arguments or too few: cobra
// says "accepts 1 arg(s), received 0".
func explainArguments(a *app.App, c *cobra.Command) {
	for _, sub := range c.Commands() {
		explainArguments(a, sub)
	}
	check := c.Args
	if c.Name() == "help" {
		check = knownTopic
	}
	if check == nil {
		return
	}
	c.Args = func(c *cobra.Command, args []string) error {
		err := check(c, args)
		if _, says := exit.Of(err, outcome.Usage); says {
			return err
		}
		return wantedArguments(a, c, args)
	}
}

func wantedArguments(a *app.App, c *cobra.Command, args []string) error {
	var more any = flags.JoinedFlag(c, args, nil)
	best := ""
	if len(args) > 0 {
		best = nearest.To(args[0], exit.Below(c))
	}
	if dash := c.ArgsLenAtDash(); dash >= 0 && dash < len(args) {
		more = &exit.Said{Key: "command.starts-nothing", Args: []any{"command", c.Name()}}
	} else if example := book(a.Words()).Example(c); best != "" {
		more = &exit.Said{Key: "command.meant-command", Args: []any{"command", c.CommandPath() + " " + best}}
	} else if more == "" && example != "" {
		more = &exit.Said{Key: "command.for-example", Args: []any{"example", example}}
	}
	return exit.Say("command.arguments", "use", strings.TrimSuffix(c.UseLine(), " [flags]"), "n", len(args), "got", shell.Join(args...),
		"more", more)
}

// knownTopic refuses a word after help that is no command and no topic: cobra shows the help of what is above it.
func knownTopic(help *cobra.Command, args []string) error {
	c, rest, err := help.Root().Find(args)
	if err != nil || len(rest) > 0 && c.HasSubCommands() {
		return exit.KnownCommand(c, rest)
	}
	return nil
}

// flagError says what is wrong with a flag, and adds the one that may have been meant.
func flagError(c *cobra.Command, err error) error {
	if missing, ok := errors.AsType[*pflag.NotExistError](err); ok {
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		return exit.Say("command.unknown-flag", "problem", err.Error(), "meant", nearest.To(missing.GetSpecifiedName(), names))
	}
	if bad, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return exit.Say("command.flag-value", "flag", bad.GetFlag().Name, "problem", exit.FlagValue(err))
	}
	if bare, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return exit.Say("command.flag-empty", "flag", bare.GetFlag().Name)
	}
	return exit.Usage(err)
}
