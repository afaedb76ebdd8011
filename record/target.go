package record

import (
	"bytes"
	"strings"
)

// target is the URL that the request asks the backend for: the target's scheme and host, and the path of the request. The
// query stays away: it carries Sign.
func (c *conn) target() string {
	return c.p.base + strings.ToValidUTF8(string(requestPath(c.head.Target)), "\ufffd")
}

// requestPath is the path in a request-target; empty where that has none, as * (RFC 9112, section 3.2).
func requestPath(target []byte) []byte {
	path, _, _ := bytes.Cut(target, []byte{'?'})
	if len(path) > 0 && path[0] == '/' {
		return path
	}
	_, rest, _ := bytes.Cut(path, []byte("://"))
	if i := bytes.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return nil
}
