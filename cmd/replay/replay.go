// Package replay is chatcb replay: captured requests are sent again, and decisions compared.
package replay

import (
	"context"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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
	Input    captured.Input
	Choice   choice
	Pacing   pacing
	Renewal  renewal
	Faults   sameFaults
	Compare  comparing
	Delivery flags.Delivery
	Reports  []string
	Record   string
	All      bool
	DryRun   bool
	Deadline time.Duration

	files  []string
	target string
	Wait   flags.Wait
	Force  flags.Force
	Preset secret.URL // the URL of the configuration
}

func New(a *app.App) *cobra.Command {
	o := &options{App: a, Input: captured.Input{App: a, LeaveOthers: true}}
	c := &cobra.Command{
		Use:  "replay CAPTURE… [URL]",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.read(args); err != nil {
				return err
			}
			return o.run(c.Context())
		},
	}
	f := c.Flags()
	f.SortFlags = false
	o.Choice.bind(f)
	o.Input.BindJudging(c)
	o.Pacing.bind(f)
	o.Renewal.bind(f)
	o.Compare.bind(f)
	o.Faults.bind(f)
	f.BoolVar(&o.DryRun, "dry-run", false, "")
	f.BoolVar(&o.All, "all", false, "")
	f.StringArrayVar(&o.Reports, "report", nil, "")
	f.StringVar(&o.Record, "record", "", "")
	f.DurationVar(&o.Deadline, "deadline", callback.Deadline, "")
	o.Delivery.Bind(f)
	f.Var(&o.Preset, "target", "")
	o.Wait.Bind(f)
	o.Force.Bind(f)
	o.Input.Bind(c)
	return c
}

// pacing says when requests are sent.
type pacing struct {
	Timing  string
	MaxGap  time.Duration
	Jobs    int
	OrderBy string
}

func (p *pacing) bind(f *pflag.FlagSet) {
	f.StringVar(&p.Timing, "timing", "original", "")
	f.DurationVar(&p.MaxGap, "max-gap", 0, "")
	f.IntVar(&p.Jobs, "jobs", 0, "")
	flags.OneOf(f, &p.OrderBy, "order-by", "from", "from", "to", "none")
	flags.AtLeast(f, 0, "max-gap", "jobs")
}

func (p *pacing) apply(r *replay.Player) error {
	timing, err := replay.ParseTiming(p.Timing)
	if err != nil {
		return exit.Usagef("--timing: %w", err)
	}
	timing.MaxGap = p.MaxGap
	r.Timing, r.Jobs, r.OrderBy = timing, p.Jobs, replay.OrderBy(p.OrderBy)
	return nil
}

// read takes the arguments apart: the last is the URL, but with --same-faults, and where the configuration has a URL and
// the last is a capture.
func (o *options) read(args []string) error {
	last := len(args) - 1
	switch {
	case o.DryRun:
		return o.readDry(args)
	case o.Faults.On:
		o.files = args
		return o.Faults.check(o)
	case o.Faults.Policy != "":
		return exit.Usagef("--policy is for --same-faults")
	case !o.Preset.Empty() && isCapture(args[last]):
		o.files, o.target = args, o.Preset.Reveal()
		return nil
	case last == 0 && !o.Preset.Empty():
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

func (o *options) run(ctx context.Context) error {
	player := &replay.Player{}
	defer func() { o.Faults.stop(ctx, o.App) }()
	for _, step := range []func(*replay.Player) error{
		func(*replay.Player) error { return o.Input.Resolve() }, o.choose, o.Pacing.apply, o.startFaults, o.connect, o.Renewal.apply,
		o.readBaseline,
	} {
		if err := step(player); err != nil {
			return err
		}
	}
	records, order, err := o.records(player)
	if err != nil {
		return err
	}
	if o.DryRun {
		return o.plan(ctx, player, records)
	}
	if err := o.Wait.Await(ctx, player.Client.Target, nil); err != nil {
		return err
	}
	sinks, err := o.open(ctx, player)
	if err != nil {
		return err
	}
	defer player.Client.CloseIdle()
	if player.Against != nil {
		defer player.Against.CloseIdle()
	}
	for result, err := range player.Run(ctx, records) {
		if err != nil {
			return sinks.fail(err)
		}
		sinks.add(result)
	}
	sinks.misplaced = order.Misplaced
	return sinks.end(ctx.Err() != nil)
}

// connect prepares the clients; nothing is sent yet.
func (o *options) connect(p *replay.Player) error {
	p.Judge = o.Input.Judge
	target, err := delivery.ParseTarget(o.target)
	if err != nil {
		return exit.Usage(err)
	}
	client, draft, err := o.Delivery.Client(target, o.Deadline)
	if err != nil {
		return err
	}
	if o.Faults.On {
		// On a kept connection that is closed without an answer, a request would be sent twice, and meet two faults.
		client.Fresh = true
	}
	p.Client, p.Renewal = client, replay.Renewal{Target: target, Headers: draft.Headers}
	if o.Compare.Against.Empty() {
		return nil
	}
	second, err := delivery.ParseTarget(o.Compare.Against.Reveal())
	if err != nil {
		return exit.Usagef("--against: %w", err)
	}
	client, draft, err = o.Delivery.Client(second, o.Deadline)
	p.Against, p.Renewal2 = client, replay.Renewal{Target: second, Headers: draft.Headers}
	return err
}
