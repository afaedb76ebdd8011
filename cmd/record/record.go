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
	Flags  *pflag.FlagSet
	To     secret.URL `flag:"to"`
	Host   string     `flag:"host" default:"keep" oneof:"keep,target"`
	Keep   keep
	Guard  guardFlags
	Limits limits
	AppID  string `flag:"app-id"`
	Token  flags.Token
	Basis  flags.Basis
	Listen serving.Listen `without:"http2"`
	Tunnel serving.Tunnel
	TLS    upstream

	Ready     string `flag:"ready-file" writes:"NAME"`
	ExitAfter uint64 `flag:"exit-after"`

	live    *app.Live
	command []string // after --
}

// limits are those of a request and its answer.
type limits struct {
	Deadline time.Duration `flag:"deadline" above:"0"`
	Timeout  time.Duration `flag:"timeout"`
	MaxHead  int           `flag:"max-head" above:"0"`
	MaxBody  int           `flag:"max-body" above:"0"`
}

func (l *limits) Preset() {
	*l = limits{callback.Deadline, record.DefaultTimeout, http1.DefaultMaxHead, http1.DefaultMaxBody}
}

// upstream says how the backend is reached by HTTPS.
type upstream struct {
	CaCert     string `flag:"cacert" reads:"NAME" complete:".pem,.crt"`
	Insecure   bool   `flag:"insecure" short:"k"`
	ServerName string `flag:"server-name"`
}

func New(a *app.App) *cobra.Command {
	return a.Command("record --to URL [-- COMMAND…]", nil, &options{
		Basis: flags.Basis{Every: true}, Listen: serving.Listen{MaxConns: record.DefaultMaxConnections},
	})
}

func (o *options) Run(ctx context.Context, args []string) error {
	if n := o.Flags.ArgsLenAtDash(); n > 0 || n < 0 && len(args) > 0 {
		return exit.Usagef("record takes no argument but a command after --, got %q; the backend is given with --to", args[0])
	}
	if o.command = args; len(args) > 0 {
		o.Listen.AnyPort(o.Flags)
	}
	return serving.Live(o.App, func(live *app.Live) error { return o.run(ctx, live) })
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
	guard, err := o.Guard.guard()
	if err != nil {
		return nil, err
	}
	if o.Limits.Timeout < o.Limits.Deadline {
		return nil, exit.Usagef("--timeout: wanted at least the deadline, %s, got %s", o.Limits.Deadline, o.Limits.Timeout)
	}
	config, err := o.upstreamTLS()
	return &record.Proxy{
		Target: target, TLS: config, RewriteHost: o.Host == "target", Deadline: o.Limits.Deadline, Timeout: o.Limits.Timeout,
		MaxHead: o.Limits.MaxHead, MaxBody: o.Limits.MaxBody, MaxConnections: o.Listen.MaxConns, Guard: guard,
		Judge:        o.Basis.Judge,
		RequestJudge: conformance.RequestJudge{AppID: o.AppID, Token: o.Token.Value.Reveal()},
	}, err
}

func (o *options) upstreamTLS() (*tls.Config, error) {
	var roots *x509.CertPool
	if o.TLS.CaCert != "" {
		var err error
		if roots, err = delivery.RootsWith(o.TLS.CaCert); err != nil {
			return nil, exit.Usage(err)
		}
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS12, RootCAs: roots, ServerName: o.TLS.ServerName,
		InsecureSkipVerify: o.TLS.Insecure, //nolint:gosec // only when asked
	}, nil
}
