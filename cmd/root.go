// Package cmd is the command line: flags in, packages called, exit status out.
//
// Each command has a folder: an options struct, whose tags declare the flags, New, and Run, which does the work by
// calling packages. Commands are added by explicit lines in newRoot; what they share is in cmd/internal.
package cmd

import (
	"context"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/captures"
	"github.com/chatcb/chatcb/cmd/check"
	"github.com/chatcb/chatcb/cmd/config"
	"github.com/chatcb/chatcb/cmd/doctor"
	"github.com/chatcb/chatcb/cmd/health"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/settings"
	"github.com/chatcb/chatcb/cmd/judge"
	"github.com/chatcb/chatcb/cmd/mockserver"
	"github.com/chatcb/chatcb/cmd/policy"
	"github.com/chatcb/chatcb/cmd/record"
	"github.com/chatcb/chatcb/cmd/replay"
	"github.com/chatcb/chatcb/cmd/rules"
	"github.com/chatcb/chatcb/cmd/scenarios"
	"github.com/chatcb/chatcb/cmd/schema"
	"github.com/chatcb/chatcb/cmd/selftest"
	"github.com/chatcb/chatcb/cmd/send"
	"github.com/chatcb/chatcb/cmd/simulate"
	"github.com/chatcb/chatcb/cmd/spec"
	"github.com/chatcb/chatcb/cmd/version"
	"github.com/chatcb/chatcb/internal/child"
	"github.com/chatcb/chatcb/outcome"
)

// Main runs the program and returns its exit status. The first Ctrl-C lets work in flight finish and prints the
// summary; the second ends the process as the system does.
func Main() int {
	ctx, end := context.WithCancelCause(context.Background())
	defer end(nil)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		came := <-signals
		signal.Stop(signals)
		end(&child.Signalled{Signal: came}) // for a command that runs beside a server
	}()
	return int(Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Run runs one command line and returns its exit status. Its result goes to stdout, everything else to stderr.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) outcome.Status {
	a := app.New(stdin, stdout, stderr, os.Getenv)
	a.SpeakFor(args)
	started := false // a command has begun its work: errors before that are usage errors
	root := newRoot(a, func() { started = true })
	if len(args) > 0 && strings.HasPrefix(args[0], "__complete") {
		a.Describe(root) // shells show what commands and flags are for
	}
	explainShells(root, args)
	root.SetArgs(args)
	called, err := root.ExecuteContextC(ctx)
	return conclude(a, started, called, err)
}

// Root returns the tree of commands, for what is made from their help.
func Root() *cobra.Command {
	a := app.New(strings.NewReader(""), io.Discard, io.Discard, func(string) string { return "" })
	root := newRoot(a, func() {})
	a.Describe(root)
	return root
}

func newRoot(a *app.App, begin func()) *cobra.Command {
	root := &cobra.Command{
		Use:           "chatcb",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          exit.KnownCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			if err := settings.Apply(c, a); err != nil {
				return err
			}
			if err := a.Prepare(c); err != nil {
				return err
			}
			begin()
			return nil
		},
	}
	root.SetIn(a.Stdin)
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.Flags().Bool("version", false, "") // cobra acts on it
	root.Version = app.VersionLine()
	root.SetVersionTemplate("{{.Version}}")
	root.SetFlagErrorFunc(flagError)
	flags.BindAll(root, a)
	addCommands(root, a)
	complete(root, a)
	showHelp(a, root)
	root.InitDefaultHelpCmd()
	explainArguments(a, root)
	return root
}

func addCommands(root *cobra.Command, a *app.App) {
	root.AddCommand(
		send.New(a), check.New(a), judge.New(a), doctor.New(a),
		mockserver.New(a), policy.New(a), health.New(a),
		record.New(a), captures.New(a), replay.New(a),
		simulate.New(a),
		scenarios.New(a), rules.New(a), rules.NewExplain(a), spec.New(a), schema.New(a), config.New(a), selftest.New(a), version.New(a),
	)
}
