package delivery

import (
	"net/netip"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// String is the URL of the target with its configured query, without user and password; ParseTarget reads it.
func (t *Target) String() string { return t.URL(nil, callback.Documented) }

// URL is what String is, with the parameters of a callback merged in.
func (t *Target) URL(q callback.Query, style callback.Style) string {
	dst := []byte("http://")
	switch {
	case t.Network == "unix":
		dst = append(append(append(dst[:0], "unix:"...), t.Address...), ':')
	case t.Secure:
		dst = append(append(dst[:0], "https://"...), t.Host...)
	default:
		dst = append(dst, t.Host...)
	}
	return string(t.AppendRequestTarget(dst, q, style))
}

// AppendRequestTarget appends what stands in a request line; see [exchange.AppendTarget].
func (t *Target) AppendRequestTarget(dst []byte, q callback.Query, style callback.Style) []byte {
	return exchange.AppendTarget(dst, t.Path, t.Query, q, style)
}

// Loopback reports whether the target is this machine by its name alone: localhost, a loopback address, a unix socket.
func (t *Target) Loopback() bool {
	if t.Network == "unix" || strings.EqualFold(t.ServerName, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(t.ServerName)
	return err == nil && ip.IsLoopback()
}

// Call returns a request to this target without parameters and body.
func (t *Target) Call() exchange.Call {
	return exchange.Call{Path: t.Path, Configured: t.Query, Head: t.Head()}
}

// Head returns the draft of a request to this target.
func (t *Target) Head() exchange.Head {
	d := exchange.Head{Host: t.Host}
	if t.Authorization != "" {
		d.Headers = []exchange.Header{{Name: "Authorization", Value: t.Authorization}}
	}
	d.Headers = append(d.Headers, t.Headers...)
	return d
}
