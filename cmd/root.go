// Package cmd is the command line: flags in, packages called, exit status out.
//
// A command is an options struct, a constructor that binds flags to it, and one function that does the work by calling
// packages. Commands are added by explicit lines in newRoot.
package cmd

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/outcome"
)

// Main runs the program and returns its exit status. The first Ctrl-C lets work in flight finish and prints the
// summary; the second ends the process as the system does.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return int(Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Run runs one command line and returns its exit status. Its result goes to stdout, everything else to stderr.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) outcome.Status {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, getenv: os.Getenv}
	started := false // a command has begun its work: errors before that are usage errors
	root := newRoot(a, func() { started = true })
	root.SetArgs(args)
	called, err := root.ExecuteContextC(ctx)
	return exit(a, started, called, err)
}

func newRoot(a *app, begin func()) *cobra.Command {
	root := &cobra.Command{
		Use:   "chatcb",
		Short: "Play Tencent Cloud Chat calling your backend before a friend is added",
		Long: `chatcb plays Tencent Cloud Chat: it calls your backend before a friend is added (Sns.CallbackPrevFriendAdd)
and says for every account what your backend said and what Chat would do.

No valid answer within two seconds means: THE FRIEND IS ADDED. So does an HTTP error, bad JSON, a missing account,
or a denial in the wrong place, and nobody sees it. chatcb shows it.

  chatcb send                        one request to an embedded mock server, to see how it looks
  chatcb send localhost:3000/hook    one request to your backend`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          knownCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			if err := configure(c, a); err != nil {
				return err
			}
			if err := a.prepare(c); err != nil {
				return err
			}
			begin()
			return nil
		},
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.Flags().Bool("version", false, "print the version") // cobra acts on it
	root.Version = versionLine()
	root.SetVersionTemplate("{{.Version}}")
	root.SetFlagErrorFunc(flagError)
	a.bind(root.PersistentFlags())
	root.AddCommand(
		newSend(a),
		newCheck(a),
		newJudge(a),
		newSimulate(a),
		newCaptures(a),
		newScenarios(a),
		newSpec(a),
		newSelftest(a),
		newMockserver(a),
		newPolicy(a),
		newReplay(a),
		newRecord(a),
		newRules(a),
		newExplain(a),
		newSchema(a),
		newConfig(a),
		newVersion(a),
		newExitCodes(),
		newAssumptions(),
		newWhere(),
	)
	foldHelp(a, root)
	root.InitDefaultHelpCmd()
	explainArguments(root)
	return root
}
