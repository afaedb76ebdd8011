package mockserver

import (
	"bytes"
	"strings"
)

// The fast lane is for requests as Chat sends them: POST, HTTP/1.1, Content-Length, nothing that asks for anything
// special. Its reader takes only what it understands to the last byte; all else, wrong requests included, is net/http's.

// maxLane bounds a request in the fast lane, in bytes.
const maxLane = 64 << 10

// laneRequest is a request that the fast lane takes, as indexes into its bytes.
type laneRequest struct {
	uri  span
	host span
	head int // bytes up to and with the empty line
	end  int // and with the body

	chunked bool // there is a Transfer-Encoding
}

type span struct{ from, to int }

func (s span) of(text string) string { return text[s.from:s.to] }

// laneVerdict is what the fast lane makes of bytes.
type laneVerdict uint8

const (
	laneMore   laneVerdict = iota // a request may be beginning
	laneTake                      // a request is complete
	lanePass                      // they are for net/http
	laneRefuse                    // they are two requests to some and one to others
)

const (
	lanePrefix = "POST /"
	laneProto  = "HTTP/1.1"
)

// readLane looks for a request at the beginning of b.
func readLane(b []byte) (q laneRequest, v laneVerdict) {
	if n := min(len(b), len(lanePrefix)); string(b[:n]) != lanePrefix[:n] {
		return q, lanePass
	}
	line := bytes.IndexByte(b, '\n')
	if line < 0 {
		return q, waiting(b)
	}
	target, proto, ok := bytes.Cut(b[len("POST "):line], []byte{' '})
	if !ok || string(proto) != laneProto+"\r" || !plainTarget(target) {
		return q, lanePass
	}
	q.uri = span{len("POST "), len("POST ") + len(target)}
	length := -1
	for at := line + 1; ; {
		n := bytes.IndexByte(b[at:], '\n')
		switch {
		case n < 0:
			return q, waiting(b)
		case n == 0 || b[at+n-1] != '\r':
			return q, lanePass
		case n == 1: // the empty line
			if q.chunked && length >= 0 { // net/http would take it, and what is hidden in it for a second request
				return q, laneRefuse
			}
			if q.chunked || length < 0 || q.host.to == 0 {
				return q, lanePass
			}
			q.head = at + 2
			q.end = q.head + length
			if q.end > maxLane {
				return q, lanePass
			}
			if len(b) < q.end {
				return q, laneMore
			}
			return q, laneTake
		}
		if !q.header(b, span{at, at + n - 1}, &length) {
			return q, lanePass
		}
		at += n + 1
	}
}

// waiting is the verdict over a head that is not complete.
func waiting(b []byte) laneVerdict {
	if len(b) >= maxLane {
		return lanePass
	}
	return laneMore
}

// plainTarget takes paths and queries whose reading nobody can dispute.
func plainTarget(b []byte) bool {
	path := true
	for _, c := range b {
		switch {
		case c <= ' ' || c >= 0x7f || c == '#':
			return false
		case c == '?':
			path = false
		case c == '%' && path:
			return false
		}
	}
	return true
}

// header takes one header line, without its end.
func (q *laneRequest) header(b []byte, line span, length *int) bool {
	text := b[line.from:line.to]
	colon := bytes.IndexByte(text, ':')
	if colon <= 0 {
		return false
	}
	name := text[:colon]
	for _, c := range name {
		if !nameByte[c] {
			return false
		}
	}
	value := line
	for value.from += colon + 1; value.from < value.to && blank(b[value.from]); value.from++ {
	}
	for ; value.to > value.from && blank(b[value.to-1]); value.to-- {
	}
	for _, c := range b[value.from:value.to] {
		if c < ' ' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return q.known(name, b[value.from:value.to], value, length)
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

// known looks at the headers that bear on how a request is read.
func (q *laneRequest) known(name, value []byte, at span, length *int) bool {
	switch len(name) {
	case len("host"):
		if foldEqual(name, "host") {
			if q.host.to > 0 || !plainHost(value) {
				return false
			}
			q.host = at
		}
	case len("content-length"): // and accept-charset, which is as long
		if foldEqual(name, "content-length") {
			n, ok := decimal(value)
			if !ok || *length >= 0 {
				return false
			}
			*length = n
		}
	case len("connection"): // of 10 letters, as keep-alive
		if foldEqual(name, "connection") {
			return foldEqual(value, "keep-alive")
		}
	case len("expect"):
		return !foldEqual(name, "expect")
	case len("upgrade"): // and trailer
		return !foldEqual(name, "upgrade") && !foldEqual(name, "trailer")
	case len("transfer-encoding"):
		q.chunked = q.chunked || foldEqual(name, "transfer-encoding")
	}
	return true
}

// plainHost takes names and addresses, with a port or without.
func plainHost(b []byte) bool {
	for _, c := range b {
		if l := c | 0x20; (l < 'a' || l > 'z') && (c < '0' || c > '9') && strings.IndexByte(".-_:[]", c) < 0 {
			return false
		}
	}
	return len(b) > 0
}

// decimal reads up to seven digits.
func decimal(b []byte) (n int, ok bool) {
	if len(b) == 0 || len(b) > 7 {
		return 0, false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// foldEqual compares with a name in lower case.
func foldEqual(b []byte, name string) bool {
	if len(b) != len(name) {
		return false
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != name[i] {
			return false
		}
	}
	return true
}

// nameByte marks the bytes of header names (RFC 9110, section 5.6.2).
var nameByte = func() (t [256]bool) {
	for c := '0'; c <= '9'; c++ {
		t[c] = true
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-0x20] = true, true
	}
	for _, c := range "!#$%&'*+-.^_`|~" {
		t[c] = true
	}
	return t
}()
