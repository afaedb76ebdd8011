package serving

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
)

// RunCommand runs the command after -- beside the server. Its end is the server's, and its exit status the command's. The
// context's end asks it to end, and after a while makes it.
func RunCommand(ctx context.Context, a *app.App, command, env []string) error {
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = a.Stdin, a.Stdout, a.Stderr
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	c.Env = append(os.Environ(), env...)
	err := c.Run()
	switch ended, ok := errors.AsType[*exec.ExitError](err); {
	case err == nil:
		return nil
	case ctx.Err() != nil && context.Cause(ctx) != ErrDone:
		return exit.Status(outcome.Interrupted)
	case ok && ended.ExitCode() > 0:
		return exit.Status(outcome.Status(ended.ExitCode()))
	}
	return exit.Ended(outcome.Trouble, fmt.Errorf("%s: %w", command[0], err))
}

// ErrDone ends a server that has done what it was to do.
var ErrDone = errors.New("done")
