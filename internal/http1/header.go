package http1

import (
	"bytes"
	"iter"
)

// Fields ranges over header lines in their order, names in their case, values trimmed, up to an empty line. What has no
// colon is passed over.
func Fields(lines []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) { eachField(lines, yield) }
}

// Header returns the value of the first header of this name, in any case.
func Header(lines []byte, name string) (value []byte, ok bool) {
	for n, v := range Fields(lines) {
		if EqualFold(n, name) {
			return v, true
		}
	}
	return nil, false
}

// eachField is apart so that ranging over fields is inlined and does not allocate.
func eachField(lines []byte, yield func(name, value []byte) bool) {
	for len(lines) > 0 {
		var line []byte
		if line, lines = cutLine(lines); len(line) == 0 {
			return
		}
		name, value, ok := bytes.Cut(line, colon)
		if ok && !yield(name, TrimBlanks(value)) {
			return
		}
	}
}

var colon = []byte{':'}

// cutLine cuts off the first line, and its end from it.
func cutLine(b []byte) (line, rest []byte) {
	n := bytes.IndexByte(b, '\n')
	if n < 0 {
		return b, nil
	}
	line, rest = b[:n], b[n+1:]
	if n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line, rest
}

// leading is the length of the empty lines before a message, which mean nothing (RFC 9112, section 2.2).
func leading(b []byte) (n int) {
	for n < len(b) && (b[n] == '\r' || b[n] == '\n') {
		n++
	}
	return n
}

// Split cuts a message behind its header block. One without an empty line is all head.
func Split(raw []byte) (head, body []byte) {
	start := leading(raw)
	end := bytes.Index(raw[start:], []byte("\n\r\n")) + len("\n\r\n")
	if bare := bytes.Index(raw[start:], []byte("\n\n")) + len("\n\n"); end < 3 || bare >= 2 && bare < end {
		end = bare
	}
	if end < 2 {
		return raw, nil
	}
	return raw[: start+end : start+end], raw[start+end:]
}

// fields is what header lines say about how a message is read.
type fields struct {
	length       int64 // -1 without a Content-Length
	encoded      bool  // a Transfer-Encoding was there
	chunked      bool  // and its last coding is chunked
	close, alive bool  // Connection: close, keep-alive
	expects      bool  // Expect: 100-continue
	unusual      bool  // Upgrade, or another Expect
	hosts        int
	host         []byte
	defects      Defect
	flawed       []byte // the first line, or value, with a defect
}

// read reads header lines up to an empty one, and returns how many bytes they are with it, or 0 if there is none. Strict,
// a value is looked at too, and a Content-Length is one number.
func (f *fields) read(b []byte, strict bool) int {
	f.length = -1
	for at := 0; ; {
		end := bytes.IndexByte(b[at:], '\n')
		if end < 0 {
			return 0
		}
		line := b[at : at+end]
		at += end + 1
		if end > 0 && line[end-1] == '\r' {
			line = line[:end-1]
		}
		if len(line) == 0 {
			return at
		}
		n := tokenLen(line)
		if n == 0 || n == len(line) || line[n] != ':' || strict && unclear(line[n:]) {
			f.flaw(BadHeader, line)
			continue
		}
		f.field(line[:n], TrimBlanks(line[n+1:]), strict)
	}
}

// unclear reports whether a value has a byte that some take for a line end, or for the end of the text.
func unclear(value []byte) bool {
	return bytes.IndexByte(value, '\r') >= 0 || bytes.IndexByte(value, 0) >= 0
}

// minor takes the version into account: chunks are HTTP/1.1's, and connections are kept otherwise.
func (f *fields) minor(minor int) {
	if minor == 0 && f.encoded {
		f.flaw(BadEncoding, []byte("HTTP/1.0"))
	}
	f.close = f.close || minor == 0 && !f.alive
}

func (f *fields) flaw(d Defect, line []byte) {
	if f.defects&(BadHeader|BadLength|BadEncoding) == 0 {
		f.flawed = line
	}
	f.defects |= d
}

// field reads one header. Most are told by the length of their name.
func (f *fields) field(name, value []byte, strict bool) {
	switch len(name) {
	case len("host"):
		if EqualFold(name, "host") {
			f.hosts++
			f.host = value
		}
	case len("expect"):
		if EqualFold(name, "expect") {
			f.expects = f.expects || hasToken(value, "100-continue")
			f.unusual = f.unusual || !EqualFold(value, "100-continue")
		}
	case len("upgrade"):
		f.unusual = f.unusual || EqualFold(name, "upgrade")
	case len("connection"):
		if EqualFold(name, "connection") {
			f.close = f.close || hasToken(value, "close")
			f.alive = f.alive || hasToken(value, "keep-alive")
		}
	case len("content-length"):
		if !EqualFold(name, "content-length") {
			return
		}
		n, ok := parseLength(value, strict)
		if !ok || f.length >= 0 && n != f.length {
			f.flaw(BadLength, value)
			return
		}
		f.length = n
	case len("transfer-encoding"):
		if !EqualFold(name, "transfer-encoding") {
			return
		}
		if f.encoded || !EqualFold(value, "chunked") {
			f.flaw(BadEncoding, value)
		}
		f.encoded, f.chunked = true, EqualFold(TrimBlanks(value[bytes.LastIndexByte(value, ',')+1:]), "chunked")
	}
}

// parseLength reads a Content-Length; unless strict, a list of equal numbers counts as one (RFC 9110, section 8.6).
func parseLength(value []byte, strict bool) (int64, bool) {
	if n, ok := parseDecimal(value); ok || strict {
		return n, ok
	}
	length := int64(-1)
	for part := range bytes.SplitSeq(value, []byte{','}) {
		n, ok := parseDecimal(TrimBlanks(part))
		if !ok || length >= 0 && n != length {
			return 0, false
		}
		length = n
	}
	return length, length >= 0
}

func parseDecimal(b []byte) (n int64, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' || n > (1<<63-10)/10 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, len(b) > 0
}
