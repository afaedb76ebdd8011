// Package serving is what the commands that serve share: where they listen, the live page, the journal behind it, and the
// command that runs beside them.
package serving

import (
	"cmp"
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

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/conns"
	"github.com/chatcb/chatcb/internal/neterr"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/live/page"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/replay"
)

// Listen say where the server and its live page are.
type Listen struct {
	Addr      Address      `flag:"addr" default:"127.0.0.1:8080"`
	AdminAddr adminAddress `flag:"admin-addr" default:"127.0.0.1:0"`
	Guard
	MaxConns int    `flag:"max-conns" above:"0"`
	Tls      bool   `flag:"tls" excludes:"tls-cert,tls-key"`
	TlsCert  string `flag:"tls-cert" needs:"tls-key" reads:"NAME" complete:".pem,.crt"`
	TlsKey   string `flag:"tls-key" needs:"tls-cert" reads:"NAME" complete:".pem,.key"`
	TlsSave  string `flag:"tls-save" writes:"NAME" needs:"tls"`
	HTTP2    bool   `flag:"http2"`
}

// Guard says who may look at what is shown.
type Guard struct {
	AdminToken secret.Secret `flag:"admin-token"`
	AdminHosts []string      `flag:"admin-host" commas:"yes"`
}

// Address is where something listens: HOST:PORT, or :PORT or PORT of this machine alone.
type Address string

// UnmarshalText gives an address without a host the one of this machine.
func (a *Address) UnmarshalText(text []byte) error {
	addr := string(text)
	if !strings.Contains(addr, ":") {
		addr = ":" + addr
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port == "" {
		return fmt.Errorf("wanted HOST:PORT, :PORT or PORT, got %q", addr)
	}
	if _, err := net.LookupPort("tcp", port); err != nil { // a name such as http is one too
		return fmt.Errorf("wanted a port from 0 to 65535 (0 is any free one), got %q", port)
	}
	*a = Address(net.JoinHostPort(cmp.Or(host, "127.0.0.1"), port))
	return nil
}

// Here reports whether an address is one of this machine alone.
func (a Address) Here() bool {
	host, _, _ := net.SplitHostPort(string(a)) // which was put together
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback() || host == "localhost"
}

func (a Address) listen(flag string) (net.Listener, error) {
	listener, err := net.Listen("tcp", string(a))
	if err != nil {
		return nil, listenProblem(flag, string(a), err)
	}
	return listener, nil
}

// adminAddress is an address, or "" for none.
type adminAddress struct{ Address }

func (a *adminAddress) UnmarshalText(text []byte) error {
	if string(text) == "none" {
		a.Address = ""
		return nil
	}
	return a.Address.UnmarshalText(text)
}

// listenProblem says why an address cannot be listened on.
func listenProblem(flag, addr string, err error) error {
	args := []any{"flag", flag, "address", addr}
	switch {
	case neterr.Is(err, neterr.AddressInUse):
		_, port, _ := net.SplitHostPort(addr) // it was listened on
		n, _ := net.LookupPort("tcp", port)
		return &exit.Said{Key: "serve.port-taken", Args: append(args, "holder", neterr.Holder(n))}
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

// OpenAdmin listens for the live page, if there is to be one. The token is for what is sent again, and the counters are among
// the metrics.
func (s *Server) OpenAdmin(of watchable, about page.About, token string, counters ...live.Counter) (err error) {
	l := &s.Listen
	if l.AdminAddr.Address == "" {
		return nil
	}
	about.URL, about.Language = s.URL, s.App.Words().Name()
	s.Admin, err = l.OpenGuarded("--admin-addr", l.AdminAddr.Address, func(g live.Guard) (http.Handler, error) {
		config := live.AdminConfig{
			Token: g.Token, Hosts: g.Hosts, Pages: page.Handler(about), Export: export,
			Counters: append(counters, live.Counter{
				Name: "output_lost_total", Help: "Pieces of the output that nobody read in time.", Value: s.Live.Lost,
			}),
		}
		if !about.Redacted {
			config.Resend = replay.Again(about.URL, token)
		}
		return of.Admin(config)
	})
	return err
}

// OpenGuarded listens for a handler that is made behind a guard.
func (l *Guard) OpenGuarded(flag string, addr Address, over func(live.Guard) (http.Handler, error)) (*Admin, error) {
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
	if a.listener, err = addr.listen(flag); err != nil {
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
