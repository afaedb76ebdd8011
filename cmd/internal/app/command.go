package app

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/flags"
)

// Options are those of a command: the tags of their fields declare its flags, see flags.Bind.
type Options interface {
	Run(ctx context.Context, args []string) error
}

// Func is a command without flags.
type Func func(ctx context.Context, args []string) error

// Run calls f.
func (f Func) Run(ctx context.Context, args []string) error { return f(ctx, args) }

// Command is a command that runs its options, once they are set and make sense.
func (a *App) Command(use string, args cobra.PositionalArgs, o Options) *cobra.Command {
	c := &cobra.Command{Use: use, Args: args}
	c.Flags().SortFlags = false
	_, plain := o.(Func)
	if !plain {
		flags.Bind(c, o, a)
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		if !plain {
			if err := flags.Check(c); err != nil {
				return err
			}
			if err := flags.Resolve(o); err != nil {
				return err
			}
		}
		return o.Run(c.Context(), args)
	}
	return c
}
