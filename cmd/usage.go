package cmd

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/outcome"
)

// usageError is a mistake in what the user wrote. Only it points at --help.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// usage makes err a mistake in what the user wrote.
func usage(err error) error { return &usageError{err} }

// usagef is a mistake in what the user wrote, spelt as by fmt.Errorf.
func usagef(format string, args ...any) error { return usage(fmt.Errorf(format, args...)) }

// statusError ends the command with a status whose reason the result already shows, or says it in err.
type statusError struct {
	status outcome.Status
	err    error // nil if nothing is left to say
}

func (e *statusError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit status %d", e.status)
	}
	return e.err.Error()
}

// ended ends a command with a status, and says err.
func ended(status outcome.Status, err error) error { return &statusError{status, err} }

// withStatus ends a command with a status whose reason the result shows; nil for 0.
func withStatus(status outcome.Status) error {
	if status == outcome.OK {
		return nil
	}
	return &statusError{status: status}
}

// knownCommand refuses a command that there is not, for a command that only has others below it.
func knownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	return usagef("no command %q%s; there are %s", args[0], nearest.Hint(args[0], names), strings.Join(names, ", "))
}

func oneOf(flag, got string, want ...string) error {
	for _, w := range want {
		if got == w {
			return nil
		}
	}
	return usagef("%s: wanted %s, got %q%s", flag, strings.Join(want, ", "), got, nearest.Hint(got, want))
}

// afterShowing is what a run ends with whose result was shown although a file could not be written.
func afterShowing(failed, shown error) error {
	result, isStatus := errors.AsType[*statusError](shown)
	switch {
	case failed == nil:
		return shown
	case isStatus && result.status == outcome.Interrupted:
		return ended(outcome.Interrupted, failed)
	case isStatus:
		return failed // weighs more than what the result came to
	}
	return errors.Join(failed, shown)
}

// flagValue says what was wanted instead of a value that a flag does not take.
func flagValue(err error) error {
	bad, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	want := map[string]string{
		"bool": "true or false", "int": "a whole number", "int64": "a whole number", "uint": "a whole number from 0",
		"uint64": "a whole number from 0", "float64": "a number", "duration": "a duration such as 250ms or 1m30s",
	}[bad.GetFlag().Value.Type()]
	switch {
	case want == "": // the flag has words of its own
		return errors.Unwrap(err)
	case errors.Is(err, strconv.ErrRange):
		want = "a number closer to 0"
	}
	return fmt.Errorf("wanted %s, got %q", want, bad.GetValue())
}
