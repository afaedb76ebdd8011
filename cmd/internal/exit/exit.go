// Package exit has the errors that say with which status a command ends, and the words for what was typed wrongly.
package exit

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/outcome"
)

// Error ends the command with a status whose reason the result already shows, or says it in err.
type Error struct {
	Status outcome.Status
	Err    error // nil if nothing is left to say
}

func (e *Error) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("exit status %d", e.Status)
	}
	return e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// Of is with what an error ends the command, and whether it says so itself.
func Of(err error, otherwise outcome.Status) (ended *Error, says bool) {
	if ended, says = errors.AsType[*Error](err); says || err == nil {
		return cmp.Or(ended, &Error{}), true
	}
	return &Error{otherwise, err}, false
}

// Ended ends a command with a status, and says err.
func Ended(status outcome.Status, err error) error { return &Error{status, err} }

// Usage makes err a mistake in what the user wrote. Only it points at --help.
func Usage(err error) error { return Ended(outcome.Usage, err) }

// Usagef is a mistake in what the user wrote, spelt as by fmt.Errorf.
func Usagef(format string, args ...any) error { return Usage(fmt.Errorf(format, args...)) }

// Status ends a command with a status whose reason the result shows; nil for 0.
func Status(status outcome.Status) error {
	if status == outcome.OK {
		return nil
	}
	return &Error{Status: status}
}

// Showed ends a command with the status of a result, if that could be written.
func Showed(status outcome.Status, err error) error {
	if err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return Status(status)
}

// Commands is a command that does nothing but have others below it.
func Commands(use string, below ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Args: KnownCommand, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(below...)
	return c
}

// Below are the names of the commands below one.
func Below(c *cobra.Command) (names []string) {
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	return names
}

// KnownCommand refuses a command that there is not, for a command that only has others below it.
func KnownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	names := Below(c)
	return Say("command.unknown-command", "name", args[0], "meant", nearest.To(args[0], names), "commands", strings.Join(names, ", "))
}

func OneOf(flag, got string, want ...string) error {
	for _, w := range want {
		if got == w {
			return nil
		}
	}
	return Say("command.one-of", "flag", flag, "wanted", strings.Join(want, ", "), "got", got, "meant", nearest.To(got, want))
}

// AfterShowing is what a run ends with whose result was shown although a file could not be written.
func AfterShowing(failed, shown error) error {
	switch result, _ := Of(shown, outcome.Trouble); {
	case failed == nil:
		return shown
	case result.Err != nil:
		return errors.Join(failed, shown)
	case result.Status == outcome.Interrupted:
		return Ended(outcome.Interrupted, failed)
	}
	return failed // weighs more than what the result came to
}

// FlagValue says what was wanted instead of a value that a flag does not take.
func FlagValue(err error) error {
	if bad, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return errors.Unwrap(bad)
	}
	return err
}
