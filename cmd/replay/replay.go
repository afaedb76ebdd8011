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
	app      *app.App
	input    captured.Input
	choice   choice
	pacing   pacing
	renewal  renewal
	faults   sameFaults
	compare  comparing
	delivery flags.Delivery
	reports  []string
	record   string
	all      bool
	dryRun   bool
	deadline time.Duration

	files  []string
	target string
	wait   flags.Wait
	force  flags.Force
	preset secret.URL // the URL of the configuration
}

func New(a *app.App) *cobra.Command {
	o := &options{app: a, input: captured.Input{App: a, LeaveOthers: true}}
	c := &cobra.Command{
		Use:   "replay CAPTURE… [URL]",
		Short: "Send captured requests again; show which decisions changed",
		Long: `replay sends the requests of a capture (a file, the folder of a journal, - for standard input, or what another tool
recorded) to your backend, at the times that were recorded, and compares what would become of every account with what
became of it then. Without a URL the backend is the target of the configuration. OPENED means: blocked before, let
through now. That is a leak, and the exit status is 4. BROKE means: your backend allowed it before, and now it gets
through because there is no valid answer. The exit status is 1.

A request is sent as it was captured but for what grows stale: EventTime is renewed, with --token also Sign and
RequestTime, Host is the target's, and so is the path if the URL has one. What was renewed is listed at the end;
--as-captured sends every byte as it was. Captures mask the values of Authorization and Cookie headers, which therefore
must be given again with -H. In a scrubbed capture ids are pseudonyms: a backend that decides by id decides otherwise.

With --against a second backend gets them too: the URL is the one as it is, --against the one to be. The first gets them
twice, and what it does not agree with itself about is noise.

With --same-faults there is no URL: a mock server of its own misbehaves on each request as chatcb mockserver did when
the capture was made. The same faults act with the same draws, in whatever order and however many at a time requests
come; what is left to differ is the policy (--policy) and chatcb. To have them act on requests of another program, or
with more of the mock server's options: chatcb mockserver --faults-from CAPTURE.`,
		Example: `  chatcb replay traffic.jsonl :3000/hook
  chatcb replay journal/ :3000/hook --timing x10 --max-gap 5s --where 'effect == "BLOCK"'
  chatcb replay traffic.jsonl.zst :3000/hook --timing rate=1000 --token-file token
  chatcb replay traffic.jsonl :3000/hook --against :3001/hook --fail-on any --report junit=replay.xml
  chatcb replay traffic.jsonl :3000/hook --as-captured           are stale requests refused?
  chatcb replay traffic.jsonl :3000/hook --last 10m --edit
  chatcb replay traffic.jsonl :3000/hook --dry-run               what would be sent, and when
  chatcb replay journal/ --same-faults --policy policy.yaml --timing max`,
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
	o.choice.bind(f)
	o.input.BindJudging(c)
	o.pacing.bind(f)
	o.renewal.bind(f)
	o.compare.bind(f)
	o.faults.bind(f)
	f.BoolVar(&o.dryRun, "dry-run", false, "print the requests that would be sent and when each is due, and send nothing; needs no URL")
	f.BoolVar(&o.all, "all", false, "show every decision, not only those that changed")
	f.StringArrayVar(&o.reports, "report", nil, "FORMAT=FILE: write a report; can be repeated. "+flags.ReportFormats())
	f.StringVar(&o.record, "record", "", "keep the new exchanges in this capture, as a baseline for later")
	f.DurationVar(&o.deadline, "deadline", callback.Deadline, "how long Chat waits for the whole answer")
	o.delivery.Bind(f)
	f.Var(&o.preset, "target", "the URL, for configuration files: it counts where the last argument is there as a file or folder")
	o.wait.Bind(f)
	o.force.Bind(f)
	o.input.Bind(c)
	return c
}

// pacing says when requests are sent.
type pacing struct {
	timing  string
	maxGap  time.Duration
	jobs    int
	orderBy string
}

func (p *pacing) bind(f *pflag.FlagSet) {
	f.StringVar(&p.timing, "timing", "original", "when requests are sent: original, xN (N times faster), rate=N (per second), or max")
	f.DurationVar(&p.maxGap, "max-gap", 0, "longest wait between two requests (default: as long as recorded)")
	f.IntVar(&p.jobs, "jobs", 0, "most requests under way at a time (default 256; with --timing max 16)")
	f.StringVar(&p.orderBy, "order-by", "from",
		"whose requests wait for each other's answers: those of one From_Account (from), for one To_Account (to: the first of "+
			"a request), or none")
}

func (p *pacing) apply(r *replay.Player) error {
	timing, err := replay.ParseTiming(p.timing)
	if err != nil {
		return exit.Usagef("--timing: %w", err)
	}
	if p.maxGap < 0 || p.jobs < 0 {
		return exit.Usagef("--max-gap and --jobs: wanted nothing below zero, got %s and %d", p.maxGap, p.jobs)
	}
	timing.MaxGap = p.maxGap
	r.Timing, r.Jobs, r.OrderBy = timing, p.jobs, replay.OrderBy(p.orderBy)
	return exit.OneOf("--order-by", p.orderBy, "from", "to", "none")
}

// read takes the arguments apart: the last is the URL, but with --same-faults, and where the configuration has a URL and
// the last is a capture.
func (o *options) read(args []string) error {
	last := len(args) - 1
	switch {
	case o.dryRun:
		return o.readDry(args)
	case o.faults.on:
		o.files = args
		return o.faults.check(o)
	case o.faults.policy != "":
		return exit.Usagef("--policy is for --same-faults")
	case !o.preset.Empty() && isCapture(args[last]):
		o.files, o.target = args, o.preset.Reveal()
		return nil
	case last == 0 && !o.preset.Empty():
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
	defer func() { o.faults.stop(ctx, o.app) }()
	for _, step := range []func(*replay.Player) error{
		func(*replay.Player) error { return o.input.Resolve() }, o.choice.resolve, o.pacing.apply, o.startFaults, o.connect, o.renewal.apply,
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
	if err := exit.OneOf("--fail-on", o.compare.failOn, "opened", "any", "none"); err != nil {
		return err
	}
	if o.dryRun {
		return o.plan(ctx, player, records)
	}
	if err := o.wait.Await(ctx, player.Client.Target, nil); err != nil {
		return err
	}
	sinks, err := o.open(player)
	if err != nil {
		return err
	}
	defer player.Client.CloseIdle()
	if player.Against != nil {
		defer player.Against.CloseIdle()
	}
	context.AfterFunc(ctx, func() { sinks.progress.Interrupt(app.Draining) })
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
	p.Judge = o.input.Judge
	target, err := delivery.ParseTarget(o.target)
	if err != nil {
		return exit.Usage(err)
	}
	client, draft, err := o.delivery.Client(target, o.deadline)
	if err != nil {
		return err
	}
	if o.faults.on {
		// On a kept connection that is closed without an answer, a request would be sent twice, and meet two faults.
		client.Fresh = true
	}
	p.Client, p.Renewal = client, replay.Renewal{Target: target, Headers: draft.Headers}
	if o.compare.against.Empty() {
		return nil
	}
	second, err := delivery.ParseTarget(o.compare.against.Reveal())
	if err != nil {
		return exit.Usagef("--against: %w", err)
	}
	client, draft, err = o.delivery.Client(second, o.deadline)
	p.Against, p.Renewal2 = client, replay.Renewal{Target: second, Headers: draft.Headers}
	return err
}
