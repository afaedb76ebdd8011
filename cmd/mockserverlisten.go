package cmd

import (
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/live/page"
	"github.com/chatcb/chatcb/mockserver"
)

// listenFlags say where the server and its live page are.
type listenFlags struct {
	addr       string
	adminAddr  string
	adminToken string
	adminHosts []string
	maxConns   int
	tls        bool
	tlsCert    string
	tlsKey     string
	tlsSave    string
	http2      bool
}

func (l *listenFlags) bind(f *pflag.FlagSet) {
	f.StringVar(&l.addr, "addr", "127.0.0.1:8080", "where to listen; port 0 is any free one")
	l.bindAdmin(f)
	f.IntVar(&l.maxConns, "max-conns", 10000, "most connections at once")
	f.BoolVar(&l.tls, "tls", false, "serve HTTPS with a self-made certificate for localhost, which Chat does not accept")
	f.StringVar(&l.tlsCert, "tls-cert", "", "serve HTTPS with the certificates in this file (PEM)")
	f.StringVar(&l.tlsKey, "tls-key", "", "their private key (PEM)")
	f.StringVar(&l.tlsSave, "tls-save", "", "write the self-made certificate to this file, for clients to trust")
	f.BoolVar(&l.http2, "http2", false, "offer HTTP/2, with HTTPS only; faults on the wire then end streams instead of connections")
}

func (l *listenFlags) bindAdmin(f *pflag.FlagSet) {
	f.StringVar(&l.adminAddr, "admin-addr", "127.0.0.1:0", "where the live page and the API listen; none for nowhere. With a port and a token of its own an open page goes on after a restart")
	f.StringVar(&l.adminToken, "admin-token", "", "token of the live page and the API, at least 8 characters (default: random, in the link that is printed)")
	f.StringSliceVar(&l.adminHosts, "admin-host", nil, "name under which the live page may be asked for besides localhost")
}

// loopback gives an address without a host the one of this machine.
func loopback(flag, addr string) (string, error) {
	if !strings.Contains(addr, ":") {
		addr = ":" + addr
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port == "" {
		return "", usagef("%s: wanted HOST:PORT, :PORT or PORT, got %q", flag, addr)
	}
	if _, err := net.LookupPort("tcp", port); err != nil { // a name such as http is one too
		return "", usagef("%s: wanted a port from 0 to 65535 (0 is any free one), got %q", flag, port)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// check finds mistakes in the addresses before anything is written or opened.
func (l *listenFlags) check() error {
	if l.maxConns <= 0 {
		return usagef("--max-conns: wanted a number above zero, got %d", l.maxConns)
	}
	_, err := loopback("--addr", l.addr)
	if err == nil && l.adminAddr != "none" {
		_, err = loopback("--admin-addr", l.adminAddr)
	}
	return err
}

// open listens on the server's address.
func (l *listenFlags) open() (net.Listener, error) {
	listener, err := listenOn("--addr", l.addr)
	if err != nil {
		return nil, err
	}
	return mockserver.Limit(listener, l.maxConns), nil
}

func listenOn(flag, addr string) (net.Listener, error) {
	addr, err := loopback(flag, addr)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, listenProblem(flag, addr, err)
	}
	return listener, nil
}

// listenProblem says why an address cannot be listened on.
func listenProblem(flag, addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s: another program listens on %s; end it, or choose another port (0 is any free one)", flag, addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("%s: this machine does not have the address of %s", flag, addr)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%s: no permission to listen on %s; choose a port above 1023 (0 is any free one)", flag, addr)
	}
	return fmt.Errorf("%s: %w", flag, err)
}

// secure returns the configuration of HTTPS, or nil.
func (l *listenFlags) secure() (*tls.Config, error) {
	given := l.tlsCert != "" || l.tlsKey != ""
	switch {
	case given && l.tls:
		return nil, usagef("--tls makes a certificate; --tls-cert and --tls-key give one")
	case given && (l.tlsCert == "" || l.tlsKey == ""):
		return nil, usagef("--tls-cert and --tls-key come together")
	case l.tlsSave != "" && !l.tls:
		return nil, usagef("--tls-save is for the certificate of --tls")
	case !given && !l.tls:
		if l.http2 {
			return nil, usagef("--http2 is for HTTPS: give --tls, or --tls-cert and --tls-key")
		}
		return nil, nil
	}
	config := &tls.Config{NextProtos: []string{"http/1.1"}}
	if l.http2 {
		config.NextProtos = []string{"h2", "http/1.1"}
	}
	if given {
		certificate, err := tls.LoadX509KeyPair(l.tlsCert, l.tlsKey)
		if err != nil {
			return nil, usagef("--tls-cert: %w", err)
		}
		config.Certificates = []tls.Certificate{certificate}
		return config, nil
	}
	certificate, pem, err := mockserver.SelfSigned(time.Now())
	if err != nil {
		return nil, err
	}
	if l.tlsSave != "" {
		if err := os.WriteFile(l.tlsSave, pem, 0o644); err != nil {
			return nil, usagef("--tls-save: %w", err)
		}
	}
	config.Certificates = []tls.Certificate{certificate}
	return config, nil
}

// urlOf is the URL of a listener as clients on this machine reach it.
func urlOf(l net.Listener, secure bool) string {
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
type adminServer struct {
	listener net.Listener
	server   *http.Server
	link     string
	token    string
}

// watchable is what a live page and an API can be had of: a mock server, or a log.
type watchable interface {
	Admin(live.AdminConfig) (http.Handler, error)
}

// openAdmin listens for the live page; nil without one.
func (l *listenFlags) openAdmin(s watchable, about page.About) (*adminServer, error) {
	if l.adminAddr == "none" {
		return nil, nil
	}
	a := &adminServer{token: l.adminToken}
	if a.token == "" {
		var b [16]byte
		rand.Read(b[:])
		a.token = hex.EncodeToString(b[:])
	}
	handler, err := s.Admin(live.AdminConfig{
		Token: a.token, Hosts: l.adminHosts, Pages: page.Handler(live.Cookie, about),
		Export: exportEvents,
	})
	if err != nil {
		return nil, usagef("--admin-token: %w", err)
	}
	if a.listener, err = listenOn("--admin-addr", l.adminAddr); err != nil {
		return nil, err
	}
	a.server = &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: time.Minute}
	a.link = urlOf(a.listener, false)
	if l.adminToken == "" { // one that the user gave is never printed
		a.link += "?token=" + a.token
	}
	go func() { _ = a.server.Serve(a.listener) }() // it ends with close
	return a, nil
}

// shownLink is the link to the page, or "" without one.
func (a *adminServer) shownLink() string {
	if a == nil {
		return ""
	}
	return a.link
}

// environ tells a command beside the server where the API is.
func (a *adminServer) environ() []string {
	if a == nil {
		return nil
	}
	return []string{"CHATCB_ADMIN_URL=" + urlOf(a.listener, false), "CHATCB_ADMIN_TOKEN=" + a.token}
}

func (a *adminServer) close() {
	if a != nil {
		_ = a.server.Close()
	}
}
