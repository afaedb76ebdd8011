// Package send is chatcb send: it sends realistic requests and shows what became of them.
package send

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/sink"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/report"
)

type options struct {
	App      *app.App
	Request  requestFlags
	Judging  flags.Judging
	Delivery flags.Delivery
	Target   flags.Target
	Count    int
	Jobs     int
	DryRun   bool
	Curl     bool
	Raw      bool

	Cmd    *cobra.Command
	to     *delivery.Target
	client *delivery.Client
	head   exchange.Head

	embedded bool // the target is the mock server of this run
}

func New(a *app.App) *cobra.Command {
	o := &options{App: a}
	c := &cobra.Command{
		Use:  "send [URL]",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o.Cmd = c
			o.Target.Take(args)
			return o.run(c.Context())
		},
	}
	f := c.Flags()
	f.SetNormalizeFunc(asCurl)
	f.SortFlags = false
	o.Request.bind(f)
	f.IntVar(&o.Count, "count", 1, "")
	f.IntVar(&o.Jobs, "jobs", 1, "")
	flags.AtLeast(f, 1, "count", "jobs")
	o.Judging.Every = true
	o.Judging.Bind(f)
	o.Delivery.Bind(f)
	o.Target.Bind(c)
	f.BoolVar(&o.DryRun, "dry-run", false, "")
	f.BoolVar(&o.Curl, "curl", false, "")
	f.BoolVar(&o.Raw, "raw", false, "")
	return c
}

// asCurl knows --body by its name in curl.
func asCurl(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	if name == "data" {
		name = "body"
	}
	return pflag.NormalizedName(name)
}

func (o *options) run(ctx context.Context) error {
	if err := o.resolve(); err != nil {
		return err
	}
	if !o.Target.Given() && !o.DryRun && !o.Curl {
		url, stop, err := mockserver.Serve(mockserver.Config{AppID: o.Request.AppID, Token: o.Request.Token.Value.Reveal()})
		if err != nil {
			return err
		}
		defer stop()
		t := o.App.ErrTerminal()
		t.Printf("%s\n", t.Faint(t.Say("notice.embedded")))
		o.Target.Default(url)
		o.embedded = true
	}
	if err := o.connect(); err != nil {
		return err
	}
	first, err := o.make(o.Request.Number, time.Now())
	if err != nil {
		return err
	}
	if err := o.Judging.CheckExpected(&first.question, ""); err != nil && o.Count == 1 {
		return err
	}
	switch {
	case o.Curl:
		_, err = fmt.Fprintln(o.App.Stdout, o.curlCommand(first))
		return err
	case o.DryRun:
		report.ShowBytes(o.App.Terminal(), "", first.bytes)
		return nil
	}
	if err := o.Target.Await(ctx, o.to, nil); err != nil {
		return err
	}
	return o.sendAll(ctx, first)
}

func (o *options) resolve() error {
	if o.Curl && (o.Count > 1 || o.DryRun) {
		return exit.Usagef("--curl prints one request; it excludes --count and --dry-run")
	}
	if err := o.Judging.Resolve(); err != nil {
		return err
	}
	return o.Request.resolve(o.App.Stdin)
}

// connect prepares the client; nothing is sent yet.
func (o *options) connect() error {
	o.Target.Default("http://localhost:3000/")
	target, err := o.Target.Parse()
	if err != nil {
		return err
	}
	o.to = target
	o.client, o.head, err = o.Delivery.Client(target, o.Judging.Deadline)
	return err
}

func (o *options) make(n uint64, now time.Time) (*request, error) {
	call := o.to.Call()
	call.Head = o.head
	return o.Request.request(call, n, now)
}

// sendAll is the loop in which requests, the wire, the judge and the printing meet.
func (o *options) sendAll(ctx context.Context, first *request) error {
	defer o.client.CloseIdle()
	out := sink.New(ctx, o.App, o.to.String(), &o.Judging, o.Count)
	out.Raw, out.Advise = o.Raw, o.advise
	requests := make(chan *request)
	var failed error
	go func() {
		defer close(requests)
		failed = o.feed(ctx, first, requests)
	}()
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range min(o.Jobs, o.Count) {
		wg.Go(func() {
			var x exchange.Exchange
			var msg delivery.Message
			var judgement conformance.Judgement
			for f := range requests {
				msg.Put(f.bytes)
				x.Seq = f.number
				// What is in flight may finish: an interrupt stops the feed, not the wire. So Do cannot fail.
				_ = o.client.Do(context.WithoutCancel(ctx), &msg, &x)
				o.Judging.Judge.Judge(&x, &f.question, &judgement)
				mu.Lock()
				out.Add(&conformance.Judged{
					Exchange: &x, Judgement: &judgement, Number: f.number, From: f.question.From,
					Expect: &o.Judging.Expected, Repeat: o.repeat(f),
				})
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if failed != nil {
		out.Bar.Done()
		return failed
	}
	return out.End(ctx.Err() != nil)
}

// feed makes the requests in their order.
func (o *options) feed(ctx context.Context, first *request, requests chan<- *request) error {
	next := first
	for i := range uint64(o.Count) {
		if ctx.Err() != nil {
			return nil // a select with two ways open takes either
		}
		if i > 0 {
			var err error
			if next, err = o.make(o.Request.Number+i, time.Now()); err != nil {
				return err
			}
		}
		select {
		case requests <- next:
		case <-ctx.Done():
			return nil
		}
	}
	return nil
}
