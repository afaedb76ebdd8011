package flags

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/internal/ready"
	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/outcome"
)

// Target is the backend that a command sends to: its argument, or --target.
type Target struct {
	URL secret.URL `flag:"target" once:"yes"`
	Wait
	Cmd *cobra.Command
}

// Resolve takes the URL from the arguments of the command, if it stands there.
func (t *Target) Resolve() error {
	if args := t.Cmd.Flags().Args(); len(args) > 0 && t.Cmd.ArgsLenAtDash() != 0 {
		t.URL = secret.URLOf(args[0])
	}
	return nil
}

// Given reports whether there is a URL.
func (t *Target) Given() bool { return !t.URL.Empty() }

// Default is the URL if there is none.
func (t *Target) Default(url string) {
	if !t.Given() {
		t.URL = secret.URLOf(url)
	}
}

// Client reads the URL, and is a client of it.
func (t *Target) Client(d *Delivery, deadline time.Duration) (*delivery.Client, error) {
	target, err := ParseTarget(t.Cmd, t.URL.Reveal())
	if err != nil {
		return nil, err
	}
	return d.Client(target, deadline)
}

// Word is the URL as a word of a command line that may be shown: without user and password.
func (t *Target) Word() string { return shell.Quote(t.URL.String()) }

// Wait is the flag of commands that wait for a backend.
type Wait struct {
	AtMost time.Duration `flag:"wait" once:"yes" atleast:"0"`
}

// Await waits for the backend, if that was asked for, or if ended is not nil: it is closed when the backend has ended.
func (w *Wait) Await(ctx context.Context, target *delivery.Target, ended <-chan struct{}) error {
	atMost := w.AtMost
	if atMost == 0 && ended != nil {
		atMost = time.Minute
	}
	if atMost == 0 {
		return nil
	}
	probe := ready.Probe{Target: target}
	err := probe.Wait(ctx, atMost, ended)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return exit.Status(outcome.Interrupted)
	case errors.Is(err, ready.ErrEnded):
		return err
	}
	return exit.Ended(outcome.Trouble, fmt.Errorf("%s: %w", target, err))
}

// ParseTarget reads the target of c. A word that is the only argument is a target, so a misspelt subcommand and the value
// of a flag that takes one with = only come here too: they are told of, and nothing is sent to a host of that name.
func ParseTarget(c *cobra.Command, text string) (*delivery.Target, error) {
	if strings.Trim(text, "0123456789") == "" && text != "" {
		if err := portInDoubt(c, text); err != nil {
			return nil, err
		}
	}
	target, err := delivery.ParseTarget(text)
	if err == nil {
		return target, nil
	}
	if hint := notATarget(c, text); hint != "" {
		return nil, exit.Usagef("%w; %s", err, hint)
	}
	return nil, exit.Usage(err)
}

// portInDoubt refuses a bare number that may be no port: beside a flag that takes a number with = only, or too small for
// a port that a backend has. With a colon before it there is no doubt.
func portInDoubt(c *cobra.Command, text string) error {
	hint := JoinedFlag(c, []string{text}, isNumeric)
	if hint == "" && (len(text) > 2 || text == "80") {
		return nil
	}
	want := fmt.Sprintf("for port %s of localhost write :%s", text, text)
	if hint != "" {
		want = hint + "; " + want
	}
	return exit.Usagef("target %q: got a bare number that may be no port; %s", text, want)
}

func isNumeric(f *pflag.Flag) bool { return f.Value.Type() == "int" }

// notATarget is what a word that is no target may have been meant as, or "".
func notATarget(c *cobra.Command, text string) string {
	if strings.ContainsAny(text, ":/.") || text == "localhost" {
		return ""
	}
	if hint := JoinedFlag(c, []string{text}, nil); hint != "" {
		return hint
	}
	for parent := c; parent != nil; parent = parent.Parent() {
		if best := nearest.To(text, exit.Below(parent)); best != "" {
			return fmt.Sprintf("or did you mean the command %s %s?", parent.CommandPath(), best)
		}
	}
	return ""
}

// JoinedFlag finds a flag whose value may be among the arguments, since it takes one with = only; of those that fit, or of
// all if fits is nil.
func JoinedFlag(c *cobra.Command, args []string, fits func(*pflag.Flag) bool) (hint string) {
	c.Flags().Visit(func(f *pflag.Flag) {
		if f.NoOptDefVal == "" || f.Value.Type() == "bool" || f.Value.String() != f.NoOptDefVal || len(args) == 0 {
			return
		}
		if fits != nil && !fits(f) {
			return
		}
		hint = fmt.Sprintf("--%s takes its value with =, such as --%s=%s", f.Name, f.Name, shell.Quote(args[0]))
	})
	return hint
}
