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
func (m *mock) runCommand(ctx context.Context) error {
	a := m.o.app
	c := exec.CommandContext(ctx, m.o.command[0], m.o.command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = a.stdin, a.stdout, a.stderr
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	c.Env = append(os.Environ(), "CHATCB_URL="+m.url)
	if m.admin != nil {
		c.Env = append(c.Env, "CHATCB_ADMIN_URL="+urlOf(m.admin.listener, false), "CHATCB_ADMIN_TOKEN="+m.admin.token)
	}
	err := c.Run()
	switch ended, ok := errors.AsType[*exec.ExitError](err); {
	case err == nil:
		return nil
	case ctx.Err() != nil && context.Cause(ctx) != errDone:
		return withStatus(outcome.Interrupted)
	case ok && ended.ExitCode() > 0:
		return withStatus(outcome.Status(ended.ExitCode()))
	}
	return &statusError{status: outcome.Trouble, err: fmt.Errorf("%s: %w", m.o.command[0], err)}
}
