package http1

import (
	"bytes"
	"cmp"
)

// Request reads an HTTP/1.x request from a growing buffer, and refuses what others may read otherwise. Its slices are
// parts of the buffer given last. The zero value is ready; set the limits where the defaults do not fit.
//
// A server calls [Request.Advance] until the request is whole, and answers, or hands the connection and what it has read
// of it to somebody else where Unusual says so. A proxy, which passes on what is not yet whole, calls [Request.ReadHead]
// and follows what comes behind it with [NewBody].
type Request struct {
	MaxHead int // of the header block; 0 means DefaultMaxHead
	MaxBody int // of the payload, for Advance; 0 means DefaultMaxBody

	// Known once the header block is complete.
	Start   int // where the request line begins: there may be empty lines before it
	HeadEnd int // where the body begins; 0 while the header block is incomplete
	Method  []byte
	Target  []byte
	Minor   int    // of HTTP/1.Minor
	Lines   []byte // the header lines, each with its line end
	Host    []byte // the value of the last Host
	Hosts   int    // how many there are
	Framing Framing
	Length  int64 // with FramingLength
	Defects Defect
	// Close says that the connection carries nothing after this exchange: the client said so, or there are two ways to
	// read where the request ends, of which RFC 9112, section 6.3, names one. Then Defects has LengthAndChunks.
	Close bool
	// Expects says that the client may wait to be told to go on before it sends the body.
	Expects bool
	// Unusual says that the request asks for more than an answer: HTTP/2 without TLS (then it is refused too, with 505),
	// CONNECT, an Upgrade, or an Expect that is unknown.
	Unusual bool

	// Known once the request is whole.
	Body []byte // the payload, framing removed
	End  int    // where the request ends in the buffer

	content
}

// Reset makes the request ready for another one and keeps its limits and its buffer.
func (r *Request) Reset() {
	*r = Request{MaxHead: r.MaxHead, MaxBody: r.MaxBody, content: content{joined: r.joined[:0]}}
}

// Advance reads on and reports whether the request is whole. Raw is everything received so far; it must start with the
// bytes of the call before, at the same or another address. An error is an *[Error]. It does not allocate when all goes
// well, but for the first bodies in chunks.
func (r *Request) Advance(raw []byte) (bool, error) {
	if r.HeadEnd == 0 {
		if ok, err := r.ReadHead(raw); !ok || err != nil {
			return false, err
		}
		if r.begin(r.HeadEnd, r.Framing, r.Length, r.MaxBody, r.MaxHead); r.Length > int64(r.body.MaxPayload) {
			return false, r.body.tooLarge()
		}
	}
	var err error
	r.Body, err = r.advance(raw)
	r.End = r.pos
	return err == nil && r.body.Done(), err
}

// ReadHead reads the header block from what came so far, and reports whether it is complete. An error is an *[Error].
func (r *Request) ReadHead(raw []byte) (bool, error) {
	r.Reset()
	r.Start = leading(raw)
	limit := cmp.Or(r.MaxHead, DefaultMaxHead)
	line, lines := cutLine(raw[r.Start:])
	var f fields
	n := f.read(lines, true)
	begin := len(raw) - len(lines)
	if n == 0 && len(raw) <= limit {
		return false, nil
	}
	if n == 0 || begin+n > limit {
		return false, refuse(431, "the header block is over %d bytes", limit)
	}
	r.HeadEnd = begin + n
	r.Lines = bytes.TrimSuffix(lines[:n-1:n-1], []byte{'\r'})
	if err := r.readLine(line); err != nil {
		return false, err
	}
	f.minor(r.Minor)
	switch d := f.defects; {
	case d&BadHeader != 0:
		return false, refuse(400, "a header line is malformed or folded: %.60q", f.flawed)
	case d&BadLength != 0:
		return false, refuse(400, "Content-Length is malformed, or there are two that differ: %.60q", f.flawed)
	case d&BadEncoding != 0:
		return false, refuse(501, "Transfer-Encoding is not one chunked of HTTP/1.1: %.60q", f.flawed)
	}
	r.take(&f)
	return true, nil
}

func (r *Request) readLine(line []byte) error {
	method, rest, ok := bytes.Cut(line, []byte{' '})
	target, proto, ok2 := bytes.Cut(rest, []byte{' '})
	if !ok || !ok2 || len(method) == 0 || tokenLen(method) < len(method) || !plainTarget(target) {
		return refuse(400, "the first line is not METHOD TARGET HTTP/1.x: %.60q", line)
	}
	r.Method, r.Target = method, target
	if len(proto) != 8 || string(proto[:7]) != "HTTP/1." || proto[7] < '0' || proto[7] > '9' {
		r.Unusual = string(proto) == "HTTP/2.0"
		return refuse(505, "the protocol is not HTTP/1.x: %.20q", proto)
	}
	r.Minor = int(proto[7] - '0')
	return nil
}

func plainTarget(target []byte) bool {
	for _, c := range target {
		if c <= ' ' || c == 0x7f {
			return false
		}
	}
	return len(target) > 0
}

// take settles how the body is read (RFC 9112, section 6.3).
func (r *Request) take(f *fields) {
	r.Host, r.Hosts, r.Expects = f.host, f.hosts, f.expects
	r.Unusual = f.unusual || string(r.Method) == "CONNECT"
	r.Close = f.close
	switch {
	case f.chunked:
		r.Framing = FramingChunked
		if f.length >= 0 {
			r.Defects, r.Close = LengthAndChunks, true
		}
	case f.length > 0:
		r.Framing, r.Length = FramingLength, f.length
	}
}

// Payload is the body of a request that was captured, without the framing of chunks; what makes no sense of it is left
// out. It is a part of raw or, where there are chunks, a copy.
func Payload(raw []byte) []byte { return Unframe(Split(raw)) }

// Unframe is [Payload] for a request that was split.
func Unframe(head, body []byte) []byte {
	if len(body) == 0 || hexDigit(body[0]) < 0 && !blank(body[0]) { // no chunk begins so, whatever the head says
		return body
	}
	if framing, _, _ := FramingOf(head); framing != FramingChunked {
		return body
	}
	chunks := NewBody(FramingChunked, 0)
	chunks.Lenient = true
	payload := make([]byte, 0, len(body))
	_, _ = chunks.Take(body, &payload)
	return payload
}

// FramingOf is how the head of a captured request or answer says that its body ends, FramingNone where it does not say. An
// error is a Content-Length that is none.
func FramingOf(head []byte) (framing Framing, length int64, err error) {
	_, lines := cutLine(head[leading(head):])
	var f fields
	f.read(lines, false)
	switch {
	case f.chunked:
		return FramingChunked, 0, nil
	case f.defects&BadLength != 0:
		return FramingNone, 0, refuse(400, "Content-Length is malformed, or there are two that differ: %.60q", f.flawed)
	case f.length >= 0:
		return FramingLength, f.length, nil
	}
	return FramingNone, 0, nil
}
