// Package mockserver is chatcb mockserver: the reference receiver.
package mockserver

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
)

type options struct {
	App     *app.App
	Flags   *pflag.FlagSet
	Listen  serving.Listen
	Tunnel  serving.Tunnel
	Decide  decideFlags
	Keep    keepFlags
	Ready   string   `flag:"ready-file" writes:"NAME"`
	Exit    string   `flag:"exit-after"`
	List    bool     `flag:"list-faults"`
	command []string // after --

	exitCount uint64
	exitTime  time.Duration
}

func New(a *app.App) *cobra.Command {
	return a.Command("mockserver [-- COMMAND…]", nil, &options{Listen: serving.Listen{MaxConns: 10000}})
}

func (o *options) Run(ctx context.Context, args []string) error {
	if n := o.Flags.ArgsLenAtDash(); n > 0 || n < 0 && len(args) > 0 {
		return exit.Usagef("mockserver takes no argument but a command after --, got %q", args[0])
	}
	if o.command = args; len(args) > 0 {
		o.Listen.AnyPort(o.Flags)
	}
	if o.List {
		return o.App.Show(outcome.OK, func(w io.Writer) error { return report.WriteFaults(w, o.App.Output == "ndjson") },
			report.ShowFaults)
	}
	return serving.Live(o.App, func(live *app.Live) error { return o.run(ctx, live) })
}

func (o *options) run(ctx context.Context, live *app.Live) error {
	if o.App.Output == "json" {
		return exit.Usagef("--output json: a server has no end; wanted text or ndjson")
	}
	if err := o.readExit(); err != nil {
		return err
	}
	m, err := o.prepare(live)
	if err != nil {
		return err
	}
	defer m.close()
	return m.serve(ctx)
}

// readExit reads --exit-after: a number of requests, or a time.
func (o *options) readExit() error {
	if o.Exit == "" {
		return nil
	}
	if d, err := time.ParseDuration(o.Exit); err == nil && d > 0 {
		o.exitTime = d
		return nil
	}
	if _, err := fmt.Sscanf(o.Exit, "%d", &o.exitCount); err != nil || o.exitCount == 0 || fmt.Sprint(o.exitCount) != o.Exit {
		return exit.Usagef("--exit-after: wanted a number of requests or a time such as 30s, got %q", o.Exit)
	}
	return nil
}
