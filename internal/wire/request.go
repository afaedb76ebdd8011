// Package wire reads HTTP/1.x requests from the bytes of a connection, and says where they end. It changes nothing and
// keeps nothing: a proxy that passes bytes on untouched must know no more than that, and must be sure of it.
//
// [Request] reads the header block, [Body] follows the framing of what comes behind it, in pieces of any size.
package wire

import (
	"bytes"
	"fmt"
)

// DefaultMaxHead bounds a header block, in bytes.
const DefaultMaxHead = 64 << 10

// Framing is how the end of a body is marked.
type Framing uint8

// The framings.
const (
	None    Framing = iota // no body
	Length                 // Content-Length
	Chunked                // Transfer-Encoding: chunked
	Close                  // the end of the connection; never of a request
)

// Request is the header block of a request, as far as it matters to who passes it on. Its slices are parts of the bytes
// that were read.
type Request struct {
	Start   int // where the request line begins: empty lines before it mean nothing (RFC 9112, section 2.2)
	End     int // where the body begins
	Method  []byte
	Target  []byte
	Minor   int    // of HTTP/1.Minor
	Lines   []byte // the header lines, each with its line end
	Framing Framing
	Length  int64 // with the framing Length
	// Close says that the connection carries nothing after this exchange: the client said so, or there are two ways to
	// read where the request ends, of which RFC 9112, section 6.3, names one.
	Close bool
	// Expects says that the client may wait to be told to go on before it sends the body.
	Expects bool
}

// Error is why a request is refused: nobody could say where it ends, or what it is.
type Error struct {
	Status int // to answer with
	What   string
}

func (e *Error) Error() string { return fmt.Sprintf("%d: %s", e.Status, e.What) }

func refuse(status int, format string, args ...any) error {
	return &Error{status, fmt.Sprintf(format, args...)}
}

// Read reads the header block from the bytes that came so far, of at most limit bytes. It reports false while it is not
// complete. An error is an *[Error].
func (r *Request) Read(raw []byte, limit int) (bool, error) {
	*r = Request{}
	for r.Start < len(raw) && (raw[r.Start] == '\r' || raw[r.Start] == '\n') {
		r.Start++
	}
	n := headEnd(raw[r.Start:])
	if n == 0 && len(raw) <= limit {
		return false, nil
	}
	if n == 0 || r.Start+n > limit {
		return false, refuse(431, "the header block is over %d bytes", limit)
	}
	r.End = r.Start + n
	head := raw[r.Start:r.End:r.End]
	line, lines, _ := bytes.Cut(head, lf)
	if err := r.line(trimCR(line)); err != nil {
		return false, err
	}
	r.Lines = lines[:len(lines)-len(lastLine(lines))]
	return true, r.headers()
}

var lf = []byte{'\n'}

// headEnd is the length of the header block with its empty line, or 0 while it is incomplete.
func headEnd(b []byte) int {
	for i := 0; ; {
		n := bytes.IndexByte(b[i:], '\n')
		if n < 0 {
			return 0
		}
		i += n + 1
		if i < len(b) && b[i] == '\n' {
			return i + 1
		}
		if i+1 < len(b) && b[i] == '\r' && b[i+1] == '\n' {
			return i + 2
		}
	}
}

// lastLine is the empty line that ends the block.
func lastLine(b []byte) []byte {
	if bytes.HasSuffix(b, []byte("\r\n")) {
		return b[len(b)-2:]
	}
	return b[len(b)-1:]
}

func trimCR(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

func (r *Request) line(line []byte) error {
	method, rest, ok := bytes.Cut(line, []byte{' '})
	target, proto, ok2 := bytes.Cut(rest, []byte{' '})
	if !ok || !ok2 || !isToken(method) || len(target) == 0 || bytes.ContainsFunc(target, notInTarget) {
		return refuse(400, "the first line is not METHOD TARGET HTTP/1.x: %.60q", line)
	}
	if len(proto) != 8 || string(proto[:7]) != "HTTP/1." || proto[7] < '0' || proto[7] > '9' {
		return refuse(505, "the protocol is not HTTP/1.x: %.20q", proto)
	}
	r.Method, r.Target, r.Minor = method, target, int(proto[7]-'0')
	return nil
}

func notInTarget(c rune) bool { return c <= ' ' || c == 0x7f }

// headers reads the lines that bear on the framing. A line that other readers may take for another one is refused.
func (r *Request) headers() error {
	length, chunked, alive := int64(-1), false, false
	for line := range bytes.Lines(r.Lines) {
		line = trimCR(line[:len(line)-1])
		name, value, ok := bytes.Cut(line, []byte{':'})
		if !ok || !isToken(name) || bytes.IndexByte(value, '\r') >= 0 || bytes.IndexByte(value, 0) >= 0 {
			return refuse(400, "a header line is malformed or folded: %.60q", line)
		}
		value = bytes.Trim(value, " \t")
		switch {
		case is(name, "content-length"):
			n, ok := decimal(value)
			if !ok || length >= 0 && n != length {
				return refuse(400, "Content-Length is malformed, or there are two that differ: %.60q", value)
			}
			length = n
		case is(name, "transfer-encoding"):
			if chunked || !is(value, "chunked") || r.Minor == 0 {
				return refuse(501, "Transfer-Encoding is not one chunked of HTTP/1.1: %.60q", value)
			}
			chunked = true
		case is(name, "connection"):
			r.Close = r.Close || hasToken(value, "close")
			alive = alive || hasToken(value, "keep-alive")
		case is(name, "expect"):
			r.Expects = r.Expects || hasToken(value, "100-continue")
		}
	}
	r.Close = r.Close || r.Minor == 0 && !alive
	switch {
	case chunked:
		r.Framing, r.Close = Chunked, r.Close || length >= 0
	case length > 0:
		r.Framing, r.Length = Length, length
	}
	return nil
}

func decimal(b []byte) (n int64, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' || n > (1<<62)/10 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, len(b) > 0
}

func is(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i := range b {
		if c := b[i]; c != lower[i] && (c < 'A' || c > 'Z' || c|0x20 != lower[i]) {
			return false
		}
	}
	return true
}

func hasToken(value []byte, want string) bool {
	for part := range bytes.SplitSeq(value, []byte{','}) {
		if is(bytes.Trim(part, " \t"), want) {
			return true
		}
	}
	return false
}

// isToken reports whether b is a token (RFC 9110, section 5.6.2).
func isToken(b []byte) bool {
	for _, c := range b {
		l := c | 0x20
		if (l < 'a' || l > 'z') && (c < '0' || c > '9') && bytes.IndexByte([]byte("!#$%&'*+-.^_`|~"), c) < 0 {
			return false
		}
	}
	return len(b) > 0
}
