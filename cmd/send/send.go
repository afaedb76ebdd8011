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
	Count    int `flag:"count" once:"yes" default:"1" atleast:"1"`
	Jobs     int `flag:"jobs" once:"yes" default:"1" atleast:"1"`
	Judging  flags.Judging
	Delivery flags.Delivery
	Target   flags.Target
	DryRun   bool `flag:"dry-run" once:"yes"`
	Curl     bool `flag:"curl" once:"yes" excludes:"count,dry-run"`
	Raw      bool `flag:"raw" once:"yes"`

	Cmd      *cobra.Command
	client   *delivery.Client
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
	o.Target.Default("http://localhost:3000/")
	var err error
	if o.client, err = o.Target.Client(&o.Delivery, o.Judging.Deadline); err != nil {
		return err
	}
	first, err := o.make(o.Request.Number)
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
	if err := o.Target.Await(ctx, o.client.Target, nil); err != nil {
		return err
	}
	return o.sendAll(ctx, first)
}

func (o *options) make(n uint64) (*request, error) {
	return o.Request.request(o.client.Target.Call(), n, time.Now())
}

// sendAll is the loop in which requests, the wire, the judge and the printing meet.
func (o *options) sendAll(ctx context.Context, first *request) error {
	defer o.client.CloseIdle()
	out := sink.New(ctx, o.App, o.client.Target.String(), &o.Judging, o.Count)
	out.Raw, out.Advise = o.Raw, o.advise
	var mu sync.Mutex
	var failed error
	made := 0
	next := func() (r *request) { // nil when all are made
		mu.Lock()
		defer mu.Unlock()
		if made == o.Count || failed != nil || ctx.Err() != nil {
			return nil
		}
		if r = first; made > 0 {
			if r, failed = o.make(o.Request.Number + uint64(made)); failed != nil {
				return nil // it must not be sent
			}
		}
		made++
		return r
	}
	var wg sync.WaitGroup
	for range min(o.Jobs, o.Count) {
		wg.Go(func() {
			var x exchange.Exchange
			var msg delivery.Message
			var judgement conformance.Judgement
			for f := next(); f != nil; f = next() {
				msg.Put(f.bytes)
				x.Seq = f.number
				// What is in flight may finish: an interrupt ends the making of requests, not the wire. So Do cannot fail.
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
