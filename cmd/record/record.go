// Package record is chatcb record: the recording proxy between Chat and a backend.
package record

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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
	App    *app.App
	To     secret.URL
	Host   string
	Listen serving.Listen
	Tunnel serving.Tunnel
	Keep   keep
	Guard  guardFlags
	TLS    delivery.TLS
	CaCert string

	Deadline  time.Duration
	Timeout   time.Duration
	MaxHead   int
	MaxBody   int
	AppID     string
	Token     flags.Token
	Assume    []string
	Expect    []string
	Ready     string
	live      *app.Live
	ExitAfter uint64
	command   []string // after --
}

func New(a *app.App) *cobra.Command {
	o := &options{App: a}
	c := &cobra.Command{
		Use: "record --to URL [-- COMMAND…]",
		RunE: func(c *cobra.Command, args []string) error {
			if n := c.ArgsLenAtDash(); n > 0 || n < 0 && len(args) > 0 {
				return exit.Usagef("record takes no argument but a command after --, got %q; the backend is given with --to", args[0])
			}
			if o.command = args; len(args) > 0 {
				o.Listen.AnyPort(c.Flags())
			}
			return serving.Live(o.App, func(live *app.Live) error { return o.run(c.Context(), live) })
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.Var(&o.To, "to", "")
	flags.OneOf(f, &o.Host, "host", "keep", "keep", "target")
	o.Keep.bind(f)
	o.Guard.bind(f)
	o.bindLimits(f)
	o.bindTLS(f)
	f.StringVar(&o.Ready, "ready-file", "", "")
	f.Uint64Var(&o.ExitAfter, "exit-after", 0, "")
	return c
}

func (o *options) bindLimits(f *pflag.FlagSet) {
	f.DurationVar(&o.Deadline, "deadline", callback.Deadline, "")
	f.DurationVar(&o.Timeout, "timeout", record.DefaultTimeout, "")
	f.IntVar(&o.MaxHead, "max-head", http1.DefaultMaxHead, "")
	f.IntVar(&o.MaxBody, "max-body", http1.DefaultMaxBody, "")
	flags.Positive(f, "deadline", "max-head", "max-body")
	f.StringVar(&o.AppID, "app-id", "", "")
	o.Token.Bind(f)
	f.StringArrayVar(&o.Expect, "expect", nil, "")
	f.StringArrayVar(&o.Assume, "assume", nil, "")
}

func (o *options) bindTLS(f *pflag.FlagSet) {
	o.Listen.Bind(f, record.DefaultMaxConnections)
	o.Tunnel.Bind(f)
	f.StringVar(&o.CaCert, "cacert", "", "")
	f.BoolVarP(&o.TLS.Insecure, "insecure", "k", false, "")
	f.StringVar(&o.TLS.ServerName, "server-name", "", "")
}

func (o *options) run(ctx context.Context, live *app.Live) (err error) {
	o.live = live
	ctx, over := untilHangup(ctx)
	defer over()
	if o.App.Output == "json" {
		return exit.Usagef("--output json: a proxy has no end; wanted text or ndjson")
	}
	p, err := o.proxy()
	if err != nil {
		return err
	}
	if err := o.Listen.Check(); err != nil {
		return err
	}
	secure, err := o.Listen.Secure()
	if err != nil {
		return err
	}
	if err := o.Keep.open(p); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Keep.close()) }()
	listener, err := o.Listen.Open()
	if err != nil {
		return err
	}
	url := serving.URL(listener, secure != nil)
	if secure != nil {
		listener = tls.NewListener(listener, secure)
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	log, admin, err := o.openPage(p, url)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer admin.Close()
	show := newShow(o.App, o, p, url, end)
	show.page = admin.ShownLink()
	p.Notice = func(text language.Text) { serving.Notice(o.App, text) }
	p.Visitors = o.App.Words().Say("serve.visit-record", "target", p.Target.String())
	p.Observe = func(e *record.Seen) {
		log.Add(e.Exchange, e.Extra) // before the terminal, which may be slow
		show.seen(e)
	}
	show.begin()
	defer o.Tunnel.Close(ctx)
	if err := o.Tunnel.Open(ctx, o.App, &show.received, url, ""); err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := serving.WriteReadyFile(o.Ready, url); err != nil {
		return errors.Join(err, listener.Close())
	}
	err = o.serve(ctx, p, listener, url)
	return errors.Join(err, show.end())
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

// serve runs the proxy, beside the command if there is one.
func (o *options) serve(ctx context.Context, p *record.Proxy, l net.Listener, url string) error {
	if len(o.command) == 0 {
		return p.Serve(ctx, l)
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	served := make(chan error, 1)
	go func() { served <- p.Serve(running, l) }()
	status := serving.RunCommand(ctx, o.App, o.command, []string{"CHATCB_URL=" + url})
	stop()
	return errors.Join(<-served, status)
}

// proxy turns the flags into a proxy that keeps nothing yet.
func (o *options) proxy() (*record.Proxy, error) {
	if o.To.Empty() {
		return nil, exit.Usagef("--to: wanted the URL of the backend, such as localhost:3000")
	}
	target, err := delivery.ParseTarget(o.To.Reveal())
	if err != nil {
		return nil, exit.Usagef("--to: %w", err)
	}
	if target.Path != "/" || len(target.Query) > 0 || target.Authorization != "" {
		return nil, exit.Usagef("--to: requests pass untouched, so path, query and user are those that Chat sends; give host and port " +
			"alone")
	}
	if err := o.Token.Read(); err != nil {
		return nil, err
	}
	guard, err := o.Guard.guard()
	if err != nil {
		return nil, err
	}
	assume, err := conformance.ParseAssumptions(o.Assume...)
	if err != nil {
		return nil, exit.Usagef("--assume: %w", err)
	}
	expect, err := conformance.ParseExpectations(o.Expect...)
	if err != nil {
		return nil, exit.Usagef("--expect: %w", err)
	}
	if o.Timeout < o.Deadline {
		return nil, exit.Usagef("--timeout: wanted at least the deadline, %s, got %s", o.Deadline, o.Timeout)
	}
	config, err := o.upstreamTLS()
	return &record.Proxy{
		Target: target, TLS: config, RewriteHost: o.Host == "target", Deadline: o.Deadline, Timeout: o.Timeout,
		MaxHead: o.MaxHead, MaxBody: o.MaxBody, MaxConnections: o.Listen.MaxConns, Guard: guard,
		Judge:        conformance.Judge{Assume: assume, Expect: expect},
		RequestJudge: conformance.RequestJudge{AppID: o.AppID, Token: o.Token.Value.Reveal()},
	}, err
}

func (o *options) upstreamTLS() (*tls.Config, error) {
	var roots *x509.CertPool
	if o.CaCert != "" {
		var err error
		if roots, err = delivery.RootsWith(o.CaCert); err != nil {
			return nil, exit.Usage(err)
		}
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS12, RootCAs: roots, ServerName: o.TLS.ServerName,
		InsecureSkipVerify: o.TLS.Insecure, //nolint:gosec // only when asked
	}, nil
}
