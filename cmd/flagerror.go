package cmd

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/nearest"
)

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
