package delivery

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// Target is where callbacks are sent: the receiver under test.
type Target struct {
	Secure        bool              // https
	Network       string            // tcp or unix
	Address       string            // host:port to connect to, or the path of the socket
	ServerName    string            // the host alone, for the certificate
	Host          string            // the value of the Host header, as it was typed
	Path          string            // escaped, at least "/"
	Query         callback.Query    // that the configured URL already has
	Authorization string            // "Basic …" if the URL carried a user; a secret
	Headers       []exchange.Header // of every request, beside those that it must have
}

const targetForms = "a URL (https://host/path), a local port (3000 or :3000/path), host:port/path, or unix:/socket:/path"

// ParseTarget reads a target in one of these forms:
//
//	https://host/path?a=b   http://host:port/   any URL of these two schemes
//	3000   :3000/path                           plain http on localhost
//	localhost:3000/path   [::1]:3000            plain http on host and port
//	unix:/run/app.sock   unix:app.sock:/path    plain http over a unix socket; the request path follows the first ":/"
//
// A user in the URL becomes Basic authorization, a fragment is dropped, and a query is kept to be merged. Errors do not
// repeat a user or password.
func ParseTarget(s string) (*Target, error) {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "unix:"); ok {
		return parseUnix(rest)
	}
	full := s
	switch {
	case s == "":
		return nil, fmt.Errorf("no target: give %s", targetForms)
	case strings.Trim(s, "0123456789") == "":
		full = "http://localhost:" + s
	case s[0] == ':':
		full = "http://localhost" + s
	case !strings.Contains(s, "://"):
		full = "http://" + s
	}
	u, err := url.Parse(full)
	if err != nil {
		return nil, badTarget(s, unreadable(s, err), "give "+targetForms)
	}
	if full != s && u.Port() == "" {
		return nil, badTarget(s, "neither a scheme nor a port", fmt.Sprintf("write https://%s, or add the port", hideUser(s)))
	}
	return fromURL(s, u)
}

func parseUnix(rest string) (*Target, error) {
	rest = strings.TrimPrefix(rest, "//") // unix:///run/app.sock
	socket, path, found := strings.Cut(rest, ":/")
	if socket == "" {
		return nil, badTarget("unix:"+rest, "no path of a socket", "write unix:/path/to.sock or unix:/path/to.sock:/request/path")
	}
	u := &url.URL{}
	if found {
		var err error
		if u, err = url.Parse("http://localhost/" + path); err != nil {
			return nil, badTarget("unix:"+rest, unreadable(rest, err), "correct the request path after "+socket+":")
		}
	}
	return &Target{
		Network: "unix", Address: socket, ServerName: "localhost", Host: "localhost",
		Path: requestPath(u), Query: callback.ParseQuery(u.RawQuery),
	}, nil
}

func fromURL(s string, u *url.URL) (*Target, error) {
	port := u.Port()
	switch u.Scheme {
	case "http":
		port = cmp.Or(port, "80")
	case "https":
		port = cmp.Or(port, "443")
	default:
		return nil, badTarget(s, "the scheme "+strconv.Quote(u.Scheme), "callbacks go over http or https: give "+targetForms)
	}
	host := u.Hostname()
	if host == "" {
		return nil, badTarget(s, "no host", "give "+targetForms)
	}
	if _, err := netip.ParseAddr(host); err != nil && strings.ContainsFunc(host, notInNames) {
		return nil, badTarget(s, "the host "+strconv.QuoteToASCII(host), "host names have letters, digits, - and . only; others have an xn-- form")
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return nil, badTarget(s, "port "+port, "ports go from 1 to 65535")
	}
	t := &Target{
		Secure: u.Scheme == "https", Network: "tcp", Address: net.JoinHostPort(host, port), ServerName: host,
		Host: hostHeader(u), Path: requestPath(u), Query: callback.ParseQuery(u.RawQuery),
	}
	if u.User != nil {
		password, _ := u.User.Password()
		t.Authorization = "Basic " + base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+password))
	}
	return t, nil
}

func notInNames(r rune) bool {
	l := r | 0x20
	return (l < 'a' || l > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_'
}

// hostHeader is the host as typed, without an empty port, and without the zone of an address, which means nothing to
// the other side (RFC 6874, section 4).
func hostHeader(u *url.URL) string {
	host := strings.TrimSuffix(u.Host, ":")
	if start, zone := strings.Index(host, "%"), strings.Index(host, "]"); start >= 0 && start < zone {
		host = host[:start] + host[zone:]
	}
	return host
}

func requestPath(u *url.URL) string { return cmp.Or(u.EscapedPath(), "/") }

func badTarget(s, got, advice string) error {
	return fmt.Errorf("target %q: got %s; %s", hideUser(s), got, advice)
}

// unreadable is why a URL cannot be parsed, in words that repeat nothing of a user or password in it.
func unreadable(s string, err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok && !strings.Contains(s, "@") {
		return "what is no URL (" + e.Err.Error() + ")"
	}
	return "what is no URL"
}

// hideUser removes everything up to the @ after a user and password, however they are misspelt.
func hideUser(s string) string {
	scheme, rest, found := strings.Cut(s, "://")
	if !found {
		scheme, rest = "", s
	}
	end := len(rest)
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		end = i
	}
	at := strings.LastIndexByte(rest[:end], '@')
	if found {
		scheme += "://"
	}
	return scheme + rest[at+1:]
}
