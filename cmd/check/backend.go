package check

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/child"
	"github.com/chatcb/chatcb/internal/ready"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/safe"
)

// backend is the command after --, which is the backend that is checked. It lives as long as the check.
type backend struct {
	app     *app.App
	command []string
	process *child.Process
	printed child.Tail
}

// start starts the command, if there is one.
func (b *backend) start(a *app.App) (err error) {
	b.app = a
	if len(b.command) == 0 {
		return nil
	}
	b.process, err = child.Start(child.Command{Args: b.command, Stdout: &b.printed, Stderr: &b.printed})
	if err != nil {
		return exit.Ended(outcome.Trouble, err)
	}
	return nil
}

// await waits until the backend answers.
func (b *backend) await(ctx context.Context, o *options, target *delivery.Target) error {
	if b.process == nil {
		return o.Target.Await(ctx, target, nil)
	}
	err := o.Target.Await(ctx, target, b.process.Done())
	if errors.Is(err, ready.ErrEnded) {
		status := b.process.Status()
		b.process = nil // told of here
		return exit.Ended(outcome.Trouble, fmt.Errorf("the backend ended with status %d before it answered at %s\n%s", status, target,
			b.output()))
	}
	return err
}

// stop ends the backend. One that has ended by itself is told of: what it printed says why.
func (b *backend) stop(ctx context.Context) {
	if b.process == nil {
		return
	}
	select {
	case <-b.process.Done():
		t := b.app.ErrTerminal()
		fmt.Fprintf(b.app.Stderr, "%s %s\n%s\n", t.Bad("chatcb:"), t.Say("notice.backend-ended", "status", b.process.Status()), b.output())
	default:
	}
	b.process.Stop(context.Cause(ctx))
}

// output is the end of what the backend printed, indented.
func (b *backend) output() string {
	text := strings.TrimRight(b.printed.String(), "\n")
	if text == "" {
		return "  (it printed nothing)"
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = "  " + safe.Text(lines[i])
	}
	return strings.Join(lines, "\n")
}
