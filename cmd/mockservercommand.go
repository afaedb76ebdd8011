package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chatcb/chatcb/outcome"
)

// runCommand runs the command after -- beside the server. Its end is the server's, and its exit status the command's. The
// context's end asks it to end, and after a while makes it.
func runCommand(ctx context.Context, a *app, command, env []string) error {
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = a.stdin, a.stdout, a.stderr
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	c.Env = append(os.Environ(), env...)
	err := c.Run()
	switch ended, ok := errors.AsType[*exec.ExitError](err); {
	case err == nil:
		return nil
	case ctx.Err() != nil && context.Cause(ctx) != errDone:
		return withStatus(outcome.Interrupted)
	case ok && ended.ExitCode() > 0:
		return withStatus(outcome.Status(ended.ExitCode()))
	}
	return ended(outcome.Trouble, fmt.Errorf("%s: %w", command[0], err))
}

// errDone ends a server that has done what it was to do.
var errDone = errors.New("done")
