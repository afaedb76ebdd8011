package delivery

import (
	"net/netip"
	"strings"

	"github.com/chatcb/chatcb/callback"
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

// AppendRequestTarget appends what stands in a request line: the path, and the parameters of the callback merged with
// those of the configured URL. It does not allocate when there is nothing to merge or to sort.
func (t *Target) AppendRequestTarget(dst []byte, q callback.Query, style callback.Style) []byte {
	dst = append(dst, t.Path...)
	if len(t.Query) > 0 || style == callback.Wire && !sorted(q) {
		q = q.Merge(t.Query, style)
	}
	if len(q) == 0 {
		return dst
	}
	return q.Append(append(dst, '?'))
}

func sorted(q callback.Query) bool {
	for i := 1; i < len(q); i++ {
		if q[i].Name < q[i-1].Name {
			return false
		}
	}
	return true
}

// Loopback reports whether the target is this machine by its name alone: localhost, a loopback address, a unix socket.
func (t *Target) Loopback() bool {
	if t.Network == "unix" || strings.EqualFold(t.ServerName, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(t.ServerName)
	return err == nil && ip.IsLoopback()
}

// Draft returns the draft of a request to this target.
func (t *Target) Draft() Draft {
	d := Draft{Host: t.Host}
	if t.Authorization != "" {
		d.Headers = []Header{{"Authorization", t.Authorization}}
	}
	return d
}
