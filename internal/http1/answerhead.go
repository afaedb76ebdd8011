package http1

// readHead consumes one header block: an interim answer or the final one.
func (a *Answer) readHead(raw []byte) bool {
	rest, limit := raw[a.pos:], orDefault(a.MaxHead, DefaultMaxHead)
	if !plausibleStart(rest) {
		return a.bad(BadStatusLine)
	}
	line, lines := cutLine(rest)
	var f fields
	n := f.read(lines, false)
	if n == 0 {
		return len(raw) > limit && a.bad(HeadTooLarge)
	}
	n += len(rest) - len(lines)
	if a.pos+n > limit { // counted over interim answers too: an endless run of them must end
		return a.bad(HeadTooLarge)
	}
	status, minor, ok := statusLine(line)
	if !ok {
		return a.bad(BadStatusLine)
	}
	a.pos += n
	if status >= 100 && status < 200 && status != 101 {
		a.Interim++
		return true
	}
	a.Head, a.Status, a.Minor = rest[:n:n], status, minor
	f.minor(minor)
	return a.frame(&f)
}

func plausibleStart(b []byte) bool {
	const start = "HTTP/1."
	n := min(len(b), len(start))
	return string(b[:n]) == start[:n]
}

// statusLine reads "HTTP/1.x NNN reason"; the reason may be missing.
func statusLine(line []byte) (status, minor int, ok bool) {
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

// frame settles how the body is read (RFC 9112, section 6.3).
func (a *Answer) frame(f *fields) bool {
	a.Defects |= f.defects
	a.Close = f.close || a.Defects&(BadEncoding|BadLength) != 0
	switch {
	case a.Status == 101:
		return a.bad(Switched)
	case a.NoBody || a.Status == 204 || a.Status == 304:
		return a.finish(a.pos)
	case f.chunked:
		if f.length >= 0 {
			a.Defects |= LengthAndChunks
			a.Close = true
		}
		a.Framing, a.state, a.chunks = FramingChunked, inChunks, NewBody(FramingChunked, 0)
		a.chunks.Lenient, a.chunks.MaxPayload, a.chunks.MaxTrailers = true, orDefault(a.MaxBody, DefaultMaxBody), a.MaxHead
	case f.encoded:
		a.Framing, a.state, a.Close = FramingClose, untilClose, true
	case a.Defects&BadLength != 0:
		// A user agent must discard such an answer: nothing says where it ends, and on a kept connection it never does.
		return a.bad(BadLength)
	case f.length < 0:
		a.Framing, a.state, a.Close = FramingClose, untilClose, true
	default:
		a.Framing, a.state, a.need = FramingLength, inBody, f.length
	}
	return true
}
