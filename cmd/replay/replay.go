// Package replay is chatcb replay: captured requests are sent again, and decisions compared.
package replay

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/replay"
)

type options struct {
	App      *app.App
	Choice   choice
	Player   replay.Player
	Token    flags.Token
	Changes  flags.Edits
	Edit     bool `flag:"edit"`
	Compare  comparing
	Faults   sameFaults
	DryRun   bool          `flag:"dry-run" excludes:"record,report"`
	All      bool          `flag:"all"`
	Reports  []string      `flag:"report" writes:"FORMAT=NAME" complete:"replay_reports="`
	Record   string        `flag:"record" writes:"NAME"`
	Deadline time.Duration `flag:"deadline"`
	Delivery flags.Delivery
	Target   secret.URL `flag:"target"` // the URL of the configuration
	Wait     flags.Wait
	Force    flags.Force
	Input    captured.Input

	files  []string
	target string
}

func New(a *app.App) *cobra.Command {
	return a.Command("replay CAPTURE… [URL]", cobra.MinimumNArgs(1), &options{
		Deadline: callback.Deadline, Input: captured.Input{LeaveOthers: true},
	})
}

// read takes the arguments apart: the last is the URL, but with --same-faults, and where the configuration has a URL and
// the last is a capture.
func (o *options) read(args []string) error {
	last := len(args) - 1
	switch {
	case o.DryRun:
		o.readDry(args)
		return nil
	case o.Faults.On:
		o.files = args
		return o.Faults.check(o)
	case !o.Target.Empty() && isCapture(args[last]):
		o.files, o.target = args, o.Target.Reveal()
		return nil
	case last == 0 && !o.Target.Empty():
		return exit.Usagef("there is no capture %q to send to the target of the configuration", args[0])
	case last == 0:
		return exit.Usagef("wanted captures and the URL of a backend, got %q alone", args[0])
	}
	o.files, o.target = args[:last], args[last]
	return nil
}

// isCapture reports whether an argument is a capture rather than a URL.
func isCapture(arg string) bool {
	_, err := os.Stat(arg)
	return err == nil || arg == capture.Stdio
}

func (o *options) Run(ctx context.Context, args []string) error {
	if err := o.read(args); err != nil {
		return err
	}
	player := &o.Player
	defer func() { o.Faults.stop(ctx, o.App) }()
	for _, step := range []func() error{o.choose, o.startFaults, o.connect, o.renew, o.readBaseline} {
		if err := step(); err != nil {
			return err
		}
	}
	records, order, err := o.records()
	if err != nil {
		return err
	}
	if o.DryRun {
		return o.plan(ctx, records)
	}
	if err := o.Wait.Await(ctx, player.Client.Target, nil); err != nil {
		return err
	}
	sinks, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer player.Client.CloseIdle()
	if player.Against != nil {
		defer player.Against.CloseIdle()
	}
	for result, err := range player.Run(ctx, records) {
		if err != nil {
			return replayError(errors.Join(err, sinks.close()))
		}
		sinks.add(result)
	}
	sinks.misplaced = order.Misplaced
	return sinks.end(ctx.Err() != nil)
}

// connect prepares the clients; nothing is sent yet.
func (o *options) connect() (err error) {
	p := &o.Player
	p.Judge = o.Input.Judge
	if p.Client, err = o.client("", o.target); err != nil {
		return err
	}
	// On a kept connection that is closed without an answer, a request would be sent twice, and meet two faults.
	p.Client.Fresh = o.Faults.On
	if !o.Compare.Against.Empty() {
		p.Against, err = o.client("--against: ", o.Compare.Against.Reveal())
	}
	return err
}

func (o *options) client(flag, url string) (*delivery.Client, error) {
	target, err := delivery.ParseTarget(url)
	if err != nil {
		return nil, exit.Usagef("%s%w", flag, err)
	}
	return o.Delivery.Client(target, o.Deadline)
}

// renew completes how requests are spelt.
func (o *options) renew() (err error) {
	o.Player.Renewal.Token = o.Token.Value.Reveal()
	o.Player.Renewal.Edits, err = o.Changes.Parse()
	return err
}
