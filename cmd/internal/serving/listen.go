// Package serving is what the commands that serve share: where they listen, the live page, the journal behind it, and the
// command that runs beside them.
package serving

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/conns"
	"github.com/chatcb/chatcb/internal/neterr"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/live/page"
	"github.com/chatcb/chatcb/mockserver"
)

// Listen say where the server and its live page are.
type Listen struct {
	Addr      string `flag:"addr" default:"127.0.0.1:8080"`
	AdminAddr string `flag:"admin-addr" default:"127.0.0.1:0"`
	Guard
	MaxConns int    `flag:"max-conns" above:"0"`
	Tls      bool   `flag:"tls"`
	TlsCert  string `flag:"tls-cert" reads:"NAME" complete:".pem,.crt"`
	TlsKey   string `flag:"tls-key" reads:"NAME" complete:".pem,.key"`
	TlsSave  string `flag:"tls-save" writes:"NAME" needs:"tls"`
	HTTP2    bool   `flag:"http2"`
}

// Guard says who may look at what is shown.
type Guard struct {
	AdminToken secret.Secret `flag:"admin-token"`
	AdminHosts []string      `flag:"admin-host" commas:"yes"`
}

// loopback gives an address without a host the one of this machine.
func loopback(flag, addr string) (string, error) {
	if !strings.Contains(addr, ":") {
		addr = ":" + addr
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port == "" {
		return "", exit.Usagef("%s: wanted HOST:PORT, :PORT or PORT, got %q", flag, addr)
	}
	if _, err := net.LookupPort("tcp", port); err != nil { // a name such as http is one too
		return "", exit.Usagef("%s: wanted a port from 0 to 65535 (0 is any free one), got %q", flag, port)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// Loopback reports whether an address is one of this machine alone.
func Loopback(flag, addr string) (bool, error) {
	addr, err := loopback(flag, addr)
	if err != nil {
		return false, err
	}
	host, _, _ := net.SplitHostPort(addr) // which was put together
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback() || host == "localhost", nil
}

// AnyPort has a server that lives as long as a command listen on any free port, which the command is told, unless the user
// chose an address.
func (l *Listen) AnyPort(f *pflag.FlagSet) {
	if !f.Changed("addr") {
		l.Addr = "127.0.0.1:0"
	}
}

// Check finds mistakes in the addresses before anything is written or opened.
func (l *Listen) Check() error {
	_, err := loopback("--addr", l.Addr)
	if err == nil && l.AdminAddr != "none" {
		_, err = loopback("--admin-addr", l.AdminAddr)
	}
	return err
}

// Open listens on the server's address.
func (l *Listen) Open() (net.Listener, error) {
	return listenOn("--addr", l.Addr)
}

func listenOn(flag, addr string) (net.Listener, error) {
	addr, err := loopback(flag, addr)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, ListenProblem(flag, addr, err)
	}
	return listener, nil
}

// ListenProblem says why an address cannot be listened on.
func ListenProblem(flag, addr string, err error) error {
	args := []any{"flag", flag, "address", addr}
	switch {
	case neterr.Is(err, neterr.AddressInUse):
		_, port, _ := net.SplitHostPort(addr) // it was listened on
		n, _ := net.LookupPort("tcp", port)
		return &exit.Said{Key: "serve.port-taken", Args: append(args, "holder", holder(n))}
	case neterr.Is(err, neterr.AddressNotHere):
		return &exit.Said{Key: "serve.address-not-here", Args: args}
	case errors.Is(err, os.ErrPermission):
		return &exit.Said{Key: "serve.port-forbidden", Args: args}
	}
	return fmt.Errorf("%s: %w", flag, err)
}

// Secure returns the configuration of HTTPS, or nil.
func (l *Listen) Secure() (*tls.Config, error) {
	given := l.TlsCert != "" || l.TlsKey != ""
	switch {
	case given && l.Tls:
		return nil, exit.Usagef("--tls makes a certificate; --tls-cert and --tls-key give one")
	case given && (l.TlsCert == "" || l.TlsKey == ""):
		return nil, exit.Usagef("--tls-cert and --tls-key come together")
	case !given && !l.Tls:
		if l.HTTP2 {
			return nil, exit.Usagef("--http2 is for HTTPS: give --tls, or --tls-cert and --tls-key")
		}
		return nil, nil
	}
	config := &tls.Config{NextProtos: []string{"http/1.1"}}
	if l.HTTP2 {
		config.NextProtos = []string{"h2", "http/1.1"}
	}
	if given {
		certificate, err := tls.LoadX509KeyPair(l.TlsCert, l.TlsKey)
		if err != nil {
			return nil, exit.Usagef("--tls-cert: %w", err)
		}
		config.Certificates = []tls.Certificate{certificate}
		return config, nil
	}
	certificate, pem, err := mockserver.SelfSigned(time.Now())
	if err != nil {
		return nil, err
	}
	if l.TlsSave != "" {
		if err := newfile.Write(l.TlsSave, pem, newfile.Options{Force: true}); err != nil {
			return nil, exit.Usagef("--tls-save: %w", err)
		}
	}
	config.Certificates = []tls.Certificate{certificate}
	return config, nil
}

// URL is the URL of a listener as clients on this machine reach it.
func URL(l net.Listener, secure bool) string {
	host, port, _ := net.SplitHostPort(l.Addr().String()) // of a listener it is right
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	scheme := "http://"
	if secure {
		scheme = "https://"
	}
	return scheme + net.JoinHostPort(host, port) + "/"
}

// admin is the live page and the API on a listener of their own.
type Admin struct {
	listener net.Listener
	server   *http.Server
	link     string
	token    string
}

// watchable is what a live page and an API can be had of: a mock server, or a log.
type watchable interface {
	Admin(live.AdminConfig) (http.Handler, error)
}

// maxAdminConns is how many look at the page or ask the API at a time.
const maxAdminConns = 256

// OpenAdmin listens for the live page; nil without one. The token is for what is sent again, and the counters are among the
// metrics.
func (l *Listen) OpenAdmin(s watchable, about page.About, token string, out *app.Live, counters ...live.Counter) (*Admin, error) {
	if l.AdminAddr == "none" {
		return nil, nil
	}
	return l.OpenGuarded("--admin-addr", l.AdminAddr, func(g live.Guard) (http.Handler, error) {
		config := live.AdminConfig{
			Token: g.Token, Hosts: g.Hosts, Pages: page.Handler(about), Export: export,
			Counters: append(counters, live.Counter{
				Name: "output_lost_total", Help: "Pieces of the output that nobody read in time.", Value: out.Lost,
			}),
		}
		if !about.Redacted {
			config.Resend = resend(about.URL, token)
		}
		return s.Admin(config)
	})
}

// OpenGuarded listens for a handler that is made behind a guard.
func (l *Guard) OpenGuarded(flag, addr string, over func(live.Guard) (http.Handler, error)) (*Admin, error) {
	a := &Admin{token: l.AdminToken.Reveal()}
	if a.token == "" {
		var b [16]byte
		rand.Read(b[:])
		a.token = hex.EncodeToString(b[:])
	}
	handler, err := over(live.Guard{Token: a.token, Hosts: l.AdminHosts})
	if err != nil {
		return nil, exit.Usagef("--admin-token: %w", err)
	}
	if a.listener, err = listenOn(flag, addr); err != nil {
		return nil, err
	}
	a.server = &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: time.Minute,
		WriteTimeout: 30 * time.Second, ConnState: conns.State, // what takes longer allows itself more
	}
	a.link = URL(a.listener, false)
	if l.AdminToken.Empty() { // one that the user gave is never printed
		a.link += "?token=" + a.token
	}
	go func() { _ = a.server.Serve((&conns.Set{Max: maxAdminConns}).Limit(a.listener)) }() // it ends with close
	return a, nil
}

// HasToken reports whether the user gave a token of his own.
func (l *Guard) HasToken() bool { return !l.AdminToken.Empty() }

// ShownLink is the link to the page, or "" without one.
func (a *Admin) ShownLink() string {
	if a == nil {
		return ""
	}
	return a.link
}

// URL is where it listens.
func (a *Admin) URL() string { return URL(a.listener, false) }

// Environ tells a command beside the server where the API is.
func (a *Admin) Environ() []string {
	if a == nil {
		return nil
	}
	return []string{"CHATCB_ADMIN_URL=" + URL(a.listener, false), "CHATCB_ADMIN_TOKEN=" + a.token}
}

// End answers who has asked, and closes.
func (a *Admin) End() {
	if a != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		_ = a.server.Shutdown(ctx) // who takes longer is cut off
		a.Close()
	}
}

func (a *Admin) Close() {
	if a != nil {
		_ = a.server.Close()
	}
}
