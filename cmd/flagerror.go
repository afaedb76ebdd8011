package cmd

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/internal/nearest"
)

// flagError says what is wrong with a flag, and adds the one that may have been meant.
func flagError(c *cobra.Command, err error) error {
	if missing, ok := errors.AsType[*pflag.NotExistError](err); ok {
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if best := nearest.To(missing.GetSpecifiedName(), names); best != "" {
			return usagef("%w (did you mean --%s?)", err, best)
		}
	}
	if bad, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return usagef("--%s: %w", bad.GetFlag().Name, flagValue(err))
	}
	if bare, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return usagef("--%s: wanted a value, got nothing", bare.GetFlag().Name)
	}
	return &usageError{err}
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
