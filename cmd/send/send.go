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
	Count    int `flag:"count" default:"1" atleast:"1"`
	Jobs     int `flag:"jobs" default:"1" atleast:"1"`
	Judging  flags.Judging
	Delivery flags.Delivery
	Target   flags.Target
	DryRun   bool `flag:"dry-run"`
	Curl     bool `flag:"curl"`
	Raw      bool `flag:"raw"`

	Cmd    *cobra.Command
	to     *delivery.Target
	client *delivery.Client

	embedded bool // the target is the mock server of this run
}

func New(a *app.App) *cobra.Command {
	c := a.Command("send [URL]", cobra.MaximumNArgs(1), &options{Judging: flags.Judging{Basis: flags.Basis{Every: true}}})
	c.Flags().SetNormalizeFunc(asCurl)
	return c
}

// asCurl knows --body by its name in curl.
func asCurl(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	if name == "data" {
		name = "body"
	}
	return pflag.NormalizedName(name)
}

func (o *options) Run(ctx context.Context, _ []string) error {
	if o.Curl && (o.Count > 1 || o.DryRun) {
		return exit.Usagef("--curl prints one request; it excludes --count and --dry-run")
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

// connect prepares the client; nothing is sent yet.
func (o *options) connect() error {
	o.Target.Default("http://localhost:3000/")
	target, err := o.Target.Parse()
	if err != nil {
		return err
	}
	o.to = target
	o.client, err = o.Delivery.Client(target, o.Judging.Deadline)
	return err
}

func (o *options) make(n uint64, now time.Time) (*request, error) {
	call := o.to.Call()
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
					Expect: o.Judging.Judge.Expect, Repeat: o.repeat(f),
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
