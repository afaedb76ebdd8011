package serving

import (
	"context"
	"errors"
	"fmt"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/child"
	"github.com/chatcb/chatcb/outcome"
)

// RunCommand runs the command after -- beside the server. Its end is the server's, and its exit status the command's: 128
// and the number of a signal that ended it. What ends the context ends the command.
func RunCommand(ctx context.Context, a *app.App, command, env []string) error {
	status, err := child.Run(ctx, child.Command{Args: command, Env: env, Stdin: a.Stdin, Stdout: a.Raw(), Stderr: a.RawErr()})
	if err != nil {
		return exit.Ended(outcome.Trouble, err)
	}
	if context.Cause(ctx) == ErrDone && status > 128 {
		return nil // it was ended since the server had done what it was to do
	}
	return exit.Status(outcome.Status(status))
}

// ErrDone ends a server that has done what it was to do.
var ErrDone = errors.New("done")

// Live runs a server whose output waits for nobody who reads. What was lost of its results is an error.
func Live(a *app.App, serve func(*app.Live) error) error {
	out := a.Unblock()
	err := serve(out)
	if lost := out.End(); lost > 0 {
		err = errors.Join(err, fmt.Errorf("%d pieces of the output were lost: nobody read them in time", lost))
	}
	return err
}
