package serving

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/child"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
)

// Server are the flags of a command that serves, and what it is while it does.
type Server struct {
	App       *app.App
	Cmd       *cobra.Command
	Listen    Listen
	Tunnel    Tunnel
	ReadyFile string `flag:"ready-file" writes:"NAME"`

	Live     *app.Live       // both streams
	Received report.Received // on stdout, or on stderr beside a command
	Command  []string        // that runs beside it
	Secure   *tls.Config     // nil without HTTPS
	URL      string
	Admin    *Admin // nil without a page
}

// Main runs a server whose output waits for nobody who reads, beside the command that stands after -- in the arguments.
// What was lost of its results is an error. Errors say what it is, such as "a server", and where it has a hint, that too.
func (s *Server) Main(args []string, what, hint string, run func() error) error {
	if n := s.Cmd.ArgsLenAtDash(); n > 0 || n < 0 && len(args) > 0 {
		return exit.Usagef("%s takes no argument but a command after --, got %q%s", s.Cmd.Name(), args[0], hint)
	}
	if s.App.Output == "json" {
		return exit.Usagef("--output json: %s has no end; wanted text or ndjson", what)
	}
	s.Command, s.Live = args, s.App.Unblock()
	s.Received = report.Received{Out: s.App.Stdout, Term: s.App.Terminal(), Lines: s.App.Output == "ndjson"}
	if len(args) > 0 {
		s.Received.Out, s.Received.Term = s.App.Stderr, s.App.ErrTerminal() // stdout is the command's
		if !s.Cmd.Flags().Changed("addr") {
			s.Listen.Addr = "127.0.0.1:0" // any free port, which the command is told
		}
	}
	err := run()
	if lost := s.Live.End(); lost > 0 {
		err = errors.Join(err, fmt.Errorf("%d pieces of the output were lost: nobody read them in time", lost))
	}
	return err
}

// Open listens on the server's address.
func (s *Server) Open() (net.Listener, error) {
	l, err := s.Listen.Addr.listen("--addr")
	if err == nil {
		s.URL = URL(l, s.Secure != nil)
	}
	return l, err
}

// ErrDone ends a server that has done what it was to do.
var ErrDone = errors.New("done")

// Serve makes the server known outside, and waits until the context or the command ends. Then stop ends the server, before the
// tunnel to it is closed; it is told what the command ended with. Path is that of the callback URL, "" for whatever the
// backend has, and env is for the command.
func (s *Server) Serve(ctx context.Context, path string, env []string, stop func(status error) error) error {
	defer s.Tunnel.Close(ctx)
	if err := s.Tunnel.Open(ctx, s.App, &s.Received, s.URL, path); err != nil {
		return err
	}
	if err := s.writeReadyFile(); err != nil {
		return err
	}
	if len(s.Command) > 0 {
		return stop(s.runCommand(ctx, append(env, "CHATCB_URL="+s.URL)))
	}
	<-ctx.Done()
	return stop(nil)
}

// writeReadyFile tells those who wait for the file where the server is. It appears whole.
func (s *Server) writeReadyFile() error {
	switch s.ReadyFile {
	case "":
		return nil
	case capture.Stdio:
		return exit.Usagef("--ready-file: wanted a file; standard output has the URL already")
	}
	if err := newfile.Write(s.ReadyFile, []byte(s.URL+"\n"), newfile.Options{Force: true, Whole: true}); err != nil {
		return exit.Usagef("--ready-file: %w", err)
	}
	return nil
}

// runCommand runs the command beside the server. Its end is the server's, and its exit status the command's: 128 and the
// number of a signal that ended it. What ends the context ends the command.
func (s *Server) runCommand(ctx context.Context, env []string) error {
	a := s.App
	status, err := child.Run(ctx, child.Command{Args: s.Command, Env: env, Stdin: a.Stdin, Stdout: a.Raw(), Stderr: a.RawErr()})
	if err != nil {
		return exit.Ended(outcome.Trouble, err)
	}
	if context.Cause(ctx) == ErrDone && status > 128 {
		return nil // it was ended since the server had done what it was to do
	}
	return exit.Status(outcome.Status(status))
}
