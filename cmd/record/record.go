// Package record is chatcb record: the recording proxy between Chat and a backend.
package record

import (
	"context"
	"crypto/tls"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/child"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/record"
)

type options struct {
	serving.Server `without:"http2"`
	To             secret.URL `flag:"to"`
	Host           string     `flag:"host" default:"keep" oneof:"keep,target"`
	Keep           keep
	Proxy          record.Proxy `without:"insecure,server-name"` // which are those of TLS
	AppID          string       `flag:"app-id"`
	Token          flags.Token
	Basis          flags.Basis
	TLS            flags.TLS

	ExitAfter uint64 `flag:"exit-after"`
}

func New(a *app.App) *cobra.Command {
	return a.Command("record --to URL [-- COMMAND…]", nil, &options{
		Basis: flags.Basis{Every: true}, Server: serving.Server{Listen: serving.Listen{MaxConns: record.DefaultMaxConnections}},
		Proxy: record.Proxy{
			Deadline: callback.Deadline, Timeout: record.DefaultTimeout, KeepWithin: record.DefaultKeepWithin,
			MaxHead: http1.DefaultMaxHead, MaxBody: http1.DefaultMaxBody,
			Guard: record.Guard{Code: callback.MinCode, Margin: record.DefaultMargin},
		},
	})
}

func (o *options) Run(ctx context.Context, args []string) error {
	return o.Main(args, "a proxy", "; the backend is given with --to", func() error { return o.run(ctx) })
}

func (o *options) run(ctx context.Context) (err error) {
	ctx, over := untilHangup(ctx)
	defer over()
	p := &o.Proxy
	if err := o.prepare(p); err != nil {
		return err
	}
	if o.Secure, err = o.Listen.Secure(); err != nil {
		return err
	}
	if err := o.Keep.open(p); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Keep.close()) }()
	listener, err := o.Open()
	if err != nil {
		return err
	}
	defer listener.Close()
	if o.Secure != nil {
		listener = tls.NewListener(listener, o.Secure)
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	log, err := o.openPage(p)
	if err != nil {
		return err
	}
	defer o.Admin.Close()
	show := &show{o: o, p: p, finish: end}
	p.Notice = func(text language.Text) { serving.Notice(o.App, text) }
	p.Visitors = o.App.Words().Say("serve.visit-record", "target", p.Target.String())
	p.Observe = func(e *record.Seen) {
		log.Add(e.Exchange, e.Extra) // before the terminal, which may be slow
		show.seen(e)
	}
	show.begin()
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	served, failed := make(chan struct{}), error(nil)
	go func() {
		failed = p.Serve(running, listener)
		close(served)
		end()
	}()
	halt := func() error {
		stop()
		waits := time.AfterFunc(time.Second, func() {
			serving.Notice(o.App, language.T("no more requests are taken; what is under way is waited for; Ctrl-C again ends at once"))
		})
		defer waits.Stop()
		<-served
		return failed
	}
	defer func() { _ = halt() }() // also where it is not known outside
	return o.Serve(ctx, "", nil, func(status error) error { return errors.Join(halt(), status, show.end()) })
}

// untilHangup ends too when the terminal has gone: a guard answers what is under way then, and its command is told. With nohup
// it goes on.
func untilHangup(ctx context.Context) (_ context.Context, over func()) {
	ctx, end := context.WithCancelCause(ctx)
	if signal.Ignored(syscall.SIGHUP) {
		return ctx, func() { end(nil) }
	}
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		select {
		case <-ctx.Done():
		case came := <-hangups:
			end(&child.Signalled{Signal: came})
		}
	}()
	return ctx, func() {
		signal.Stop(hangups)
		end(nil)
	}
}

// prepare completes a proxy that keeps nothing yet.
func (o *options) prepare(p *record.Proxy) (err error) {
	if o.To.Empty() {
		return exit.Usagef("--to: wanted the URL of the backend, such as localhost:3000")
	}
	if p.Target, err = delivery.ParseTarget(o.To.Reveal()); err != nil {
		return exit.Usagef("--to: %w", err)
	}
	if p.Target.Path != "/" || len(p.Target.Query) > 0 || p.Target.Authorization != "" {
		return exit.Usagef("--to: requests pass untouched, so path, query and user are those that Chat sends; give host and port " +
			"alone")
	}
	if code := p.Guard.Code; !callback.CodeInRange(code) {
		return exit.Usagef("--guard-code: wanted a number from %d to %d, got %d", callback.MinCode, callback.MaxCode, code)
	}
	if p.Timeout < p.Deadline {
		return exit.Usagef("--timeout: wanted at least the deadline, %s, got %s", p.Deadline, p.Timeout)
	}
	p.RewriteHost, p.MaxConnections, p.Judge = o.Host == "target", o.Listen.MaxConns, o.Basis.Judge
	p.RequestJudge = conformance.RequestJudge{AppID: o.AppID, Token: o.Token.Value.Reveal()}
	p.TLS = o.TLS.TLS
	return nil
}
