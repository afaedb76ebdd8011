package cmd

import (
	"cmp"
	"context"
	"iter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/replay"
)

type replayOptions struct {
	app      *app
	input    captureInput
	choice   replayChoice
	pacing   replayPacing
	renewal  replayRenewal
	compare  replayCompare
	delivery deliveryFlags
	reports  []string
	record   string
	all      bool
	deadline time.Duration

	files  []string
	target string
}

func newReplay(a *app) *cobra.Command {
	o := &replayOptions{app: a, input: captureInput{app: a}}
	c := &cobra.Command{
		Use:   "replay CAPTURE… URL",
		Short: "Send captured requests again; show which decisions changed",
		Long: `replay sends the requests of a capture (a file, the folder of a journal, - for standard input, or what another tool
recorded) to your backend, at the times that were recorded, and compares what would become of every account with what
became of it then. OPENED means: blocked before, let through now. That is a leak, and the exit status is 4.

A request is sent as it was captured but for what grows stale: EventTime is renewed, with --token also Sign and
RequestTime, Host is the target's, and so is the path if the URL has one. What was renewed is listed at the end;
--as-captured sends every byte as it was. Captures mask the values of Authorization and Cookie headers, which therefore
must be given again with -H.

With --against a second backend is asked too: the URL is the one as it is, --against the one to be. The first is asked
twice, and what it does not agree with itself about is noise.`,
		Example: `  chatcb replay traffic.jsonl :3000/hook
  chatcb replay journal/ :3000/hook --timing x10 --max-gap 5s --where 'effect == "BLOCK"'
  chatcb replay traffic.jsonl.zst :3000/hook --timing rate=1000 --token-file token
  chatcb replay traffic.jsonl :3000/hook --against :3001/hook --fail-on any --report junit=replay.xml
  chatcb replay traffic.jsonl :3000/hook --as-captured           are stale requests refused?
  chatcb replay traffic.jsonl :3000/hook --last 10m --edit`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			o.files, o.target = args[:len(args)-1], args[len(args)-1]
			return o.run(c.Context())
		},
	}
	f := c.Flags()
	f.SortFlags = false
	o.choice.bind(f)
	o.input.bindJudging(c)
	o.pacing.bind(f)
	o.renewal.bind(f)
	o.compare.bind(f)
	f.BoolVar(&o.all, "all", false, "show every decision, not only those that changed")
	f.StringArrayVar(&o.reports, "report", nil, "FORMAT=FILE: write a report; can be repeated. "+checkFormats())
	f.StringVar(&o.record, "record", "", "keep the new exchanges in this capture, as a baseline for later")
	f.DurationVar(&o.deadline, "deadline", callback.Deadline, "how long Chat waits for the whole answer")
	o.delivery.bind(f)
	o.input.bind(c)
	return c
}

// replayPacing says when requests are sent.
type replayPacing struct {
	timing  string
	maxGap  time.Duration
	jobs    int
	orderBy string
}

func (p *replayPacing) bind(f *pflag.FlagSet) {
	f.StringVar(&p.timing, "timing", "original", "when requests are sent: original, xN (N times faster), rate=N (per second), or max")
	f.DurationVar(&p.maxGap, "max-gap", 0, "longest wait between two requests (default: as long as recorded)")
	f.IntVar(&p.jobs, "jobs", 0, "most requests under way at a time (default 256; with --timing max 16)")
	f.StringVar(&p.orderBy, "order-by", "from", "whose requests wait for each other's answers: those of one From_Account (from), for one To_Account (to: the first of a request), or none")
}

func (p *replayPacing) apply(r *replay.Player) error {
	timing, err := replay.ParseTiming(p.timing)
	if err != nil {
		return usagef("--timing: %w", err)
	}
	if p.maxGap < 0 || p.jobs < 0 {
		return usagef("--max-gap and --jobs: wanted nothing below zero, got %s and %d", p.maxGap, p.jobs)
	}
	timing.MaxGap = p.maxGap
	r.Timing, r.Jobs, r.OrderBy = timing, p.jobs, replay.OrderBy(p.orderBy)
	return oneOf("--order-by", p.orderBy, "from", "to", "none")
}

func (o *replayOptions) run(ctx context.Context) error {
	player := &replay.Player{}
	for _, step := range []func(*replay.Player) error{
		func(*replay.Player) error { return o.input.resolve() }, o.choice.resolve, o.pacing.apply, o.connect, o.renewal.apply, o.readBaseline,
	} {
		if err := step(player); err != nil {
			return err
		}
	}
	records, order, err := o.records(player)
	if err != nil {
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
func (o *replayOptions) connect(p *replay.Player) error {
	p.Judge = o.input.judge
	target, err := delivery.ParseTarget(o.target)
	if err != nil {
		return &usageError{err}
	}
	client, draft, err := o.delivery.client(target, o.deadline)
	if err != nil {
		return err
	}
	p.Client, p.Renewal = client, replay.Renewal{Target: target, Headers: draft.Headers}
	if o.compare.against == "" {
		return nil
	}
	second, err := delivery.ParseTarget(o.compare.against)
	if err != nil {
		return usagef("--against: %w", err)
	}
	client, draft, err = o.delivery.client(second, o.deadline)
	p.Against, p.Renewal2 = client, replay.Renewal{Target: second, Headers: draft.Headers}
	return err
}

func (o *replayOptions) readBaseline(p *replay.Player) error {
	switch {
	case o.compare.baseline == "":
		return nil
	case p.Against != nil:
		return usagef("--baseline and --against exclude each other: each says what to compare with")
	}
	in := captureInput{app: o.app, strict: o.input.strict, judge: o.input.judge}
	base, err := replay.ReadBaseline(in.records(context.Background(), []string{o.compare.baseline}), &p.Judge)
	if err != nil {
		return err
	}
	if base.N == 0 {
		return &statusError{statusNothing, usagef("--baseline: %s has no answers", o.compare.baseline)}
	}
	p.Baseline = base
	return nil
}

// records are those to be sent, in the order of their time; edited where that was asked for.
func (o *replayOptions) records(p *replay.Player) (iter.Seq2[*capture.Record, error], *replay.Order, error) {
	var sources []iter.Seq2[*capture.Record, error]
	for _, file := range o.files {
		// The player minds the context: an error of the reader would come in place of the summary.
		sources = append(sources, o.choice.of(o.input.records(context.Background(), []string{file})))
	}
	if err := o.choice.findEnd(o.files, sources); err != nil {
		return nil, nil, err
	}
	order := &replay.Order{}
	records := order.Records(sources...)
	if !o.renewal.edit {
		return records, order, nil
	}
	edited, keep, err := o.app.editRequests(records)
	if err != nil {
		return nil, nil, err
	}
	p.Renewal.KeepEventTime, p.Renewal2.KeepEventTime = keep, keep
	return edited, order, nil
}

// replayStatus is the exit status that a replay stands for.
func replayStatus(t *replay.Tally, failOn string, interrupted bool) int {
	failOn = cmp.Or(failOn, "opened")
	switch {
	case interrupted:
		return statusInterrupted
	case t.Requests > 0 && t.Unreached == t.Requests:
		return statusTrouble
	case failOn == "none":
		return statusOK
	case t.Changes[replay.Opened] > 0:
		return statusLeak
	case failOn == "any" && t.Changes[replay.Closed] > 0:
		return statusFindings
	case t.Compared() == 0:
		return statusNothing
	}
	return statusOK
}
