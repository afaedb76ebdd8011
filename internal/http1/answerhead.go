package http1

import "bytes"

// readHead consumes one header block: an interim answer or the final one.
func (a *Answer) readHead(raw []byte) bool {
	rest := raw[a.pos:]
	if !plausibleStart(rest) {
		return a.bad(BadStatusLine)
	}
	n := headEnd(rest)
	if n == 0 {
		return len(raw) > a.maxHead() && a.bad(HeadTooLarge)
	}
	if a.pos+n > a.maxHead() { // counted over interim answers too: an endless run of them must end
		return a.bad(HeadTooLarge)
	}
	head := rest[:n:n]
	status, minor, ok := statusLine(head)
	if !ok {
		return a.bad(BadStatusLine)
	}
	a.pos += n
	if status >= 100 && status < 200 && status != 101 {
		a.Interim++
		return true
	}
	a.Head, a.Status, a.Minor = head, status, minor
	return a.frame(a.readFraming())
}

func plausibleStart(b []byte) bool {
	const start = "HTTP/1."
	n := min(len(b), len(start))
	return string(b[:n]) == start[:n]
}

// headEnd is the length of the header block with its empty line, or 0 while it is incomplete. A bare LF ends a line,
// as most clients have it (RFC 9112, section 2.2).
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

// statusLine reads "HTTP/1.x NNN reason"; the reason may be missing.
func statusLine(head []byte) (status, minor int, ok bool) {
	line := trimCR(head[:bytes.IndexByte(head, '\n')])
	if len(line) < 12 || line[7] < '0' || line[7] > '9' || line[8] != ' ' || len(line) > 12 && line[12] != ' ' {
		return 0, 0, false
	}
	for _, c := range line[9:12] {
		if c < '0' || c > '9' {
			return 0, 0, false
		}
		status = status*10 + int(c-'0')
	}
	return status, int(line[7] - '0'), status >= 100
}

// bodyEnd is what the headers say about the end of the body.
type bodyEnd struct {
	length       int64 // -1 without a Content-Length
	encoded      bool  // a Transfer-Encoding was there
	chunked      bool  // and its last one is chunked
	close, alive bool  // Connection: close, keep-alive
}

// readFraming reads the headers that bear on the framing, and notes what is wrong with the lines.
func (a *Answer) readFraming() bodyEnd {
	end := bodyEnd{length: -1}
	rest := a.Head[bytes.IndexByte(a.Head, '\n')+1:]
	for {
		n := bytes.IndexByte(rest, '\n')
		line := trimCR(rest[:n])
		rest = rest[n+1:]
		if len(line) == 0 {
			return end
		}
		name := tokenPrefix(line)
		if len(name) == 0 || len(name) == len(line) || line[len(name)] != ':' {
			a.Defects |= BadHeader
			continue
		}
		value := TrimBlanks(line[len(name)+1:])
		switch {
		case EqualFold(name, "content-length"):
			n, ok := parseLength(value)
			if !ok || end.length >= 0 && n != end.length {
				a.Defects |= BadLength
				continue
			}
			end.length = n
		case EqualFold(name, "transfer-encoding"):
			end.chunked = EqualFold(value, "chunked")
			if end.encoded || !end.chunked || a.Minor == 0 {
				a.Defects |= BadEncoding
			}
			end.encoded = true
		case EqualFold(name, "connection"):
			end.close = end.close || hasToken(value, "close")
			end.alive = end.alive || hasToken(value, "keep-alive")
		}
	}
}

// frame settles how the body is read (RFC 9112, section 6.3).
func (a *Answer) frame(end bodyEnd) bool {
	a.begun = a.pos
	a.Close = end.close || a.Minor == 0 && !end.alive || a.Defects&(BadEncoding|BadLength) != 0
	switch {
	case a.Status == 101:
		return a.bad(Switched)
	case a.NoBody || a.Status == 204 || a.Status == 304:
		return a.finish(a.pos)
	case end.chunked:
		if end.length >= 0 {
			a.Defects |= LengthAndChunks
			a.Close = true
		}
		a.Framing, a.state = FramingChunked, inChunkSize
	case end.encoded:
		a.Framing, a.state, a.Close = FramingClose, untilClose, true
	case a.Defects&BadLength != 0:
		// A user agent must discard such an answer: nothing says where it ends, and on a kept connection it never does.
		return a.bad(BadLength)
	case end.length < 0:
		a.Framing, a.state, a.Close = FramingClose, untilClose, true
	default:
		a.Framing, a.state, a.need = FramingLength, inBody, end.length
	}
	return true
}

// parseLength reads a Content-Length; a list of equal numbers counts as one (RFC 9110, section 8.6).
func parseLength(value []byte) (int64, bool) {
	if n, ok := parseDecimal(value); ok {
		return n, true
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
