package http1

import "bytes"

// maxChunkLine bounds a chunk's size line with its extensions.
const maxChunkLine = 4096

func (a *Answer) readChunkSize(raw []byte) bool {
	rest := raw[a.pos:]
	n := bytes.IndexByte(rest, '\n')
	if n > maxChunkLine || n < 0 && len(rest) > maxChunkLine {
		return a.bad(BadChunk)
	}
	if n < 0 {
		return false
	}
	line := trimCR(rest[:n])
	if i := bytes.IndexByte(line, ';'); i >= 0 {
		line = line[:i]
	}
	size, ok := parseHex(TrimBlanks(line))
	if !ok {
		return a.bad(BadChunk)
	}
	a.pos += n + 1
	if size == 0 {
		a.state = inTrailers
		return true
	}
	if size > int64(a.maxBody()-len(a.joined)) || a.wasteful() {
		return a.bad(BodyTooLarge)
	}
	a.state, a.need = inChunk, size
	return true
}

// wasteful reports whether the framing outweighs the payload beyond reason: chunks of one byte cost six, chunk
// extensions without end cost more.
func (a *Answer) wasteful() bool {
	return a.pos-a.begun-len(a.joined) > a.maxHead()+7*len(a.joined)
}

func parseHex(b []byte) (n int64, ok bool) {
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		if n >= 1<<59 {
			return 0, false
		}
		n = n<<4 | int64(c)
	}
	return n, len(b) > 0
}

func (a *Answer) readChunk(raw []byte) bool {
	have := raw[a.pos:]
	if int64(len(have)) > a.need {
		have = have[:a.need]
	}
	a.joined = append(a.joined, have...)
	a.pos += len(have)
	if a.need -= int64(len(have)); a.need > 0 {
		return false
	}
	a.state = inChunkEnd
	return true
}

func (a *Answer) readChunkEnd(raw []byte) bool {
	rest := raw[a.pos:]
	switch {
	case len(rest) >= 1 && rest[0] == '\n':
		a.pos++
	case len(rest) >= 2 && rest[0] == '\r' && rest[1] == '\n':
		a.pos += 2
	case len(rest) == 0 || len(rest) == 1 && rest[0] == '\r':
		return false
	default:
		return a.bad(BadChunk)
	}
	a.state = inChunkSize
	return true
}

func (a *Answer) readTrailers(raw []byte) bool {
	rest := raw[a.pos:]
	for i := 0; ; {
		n := bytes.IndexByte(rest[i:], '\n')
		if n < 0 {
			return len(rest) > a.maxHead() && a.bad(HeadTooLarge)
		}
		line := trimCR(rest[i : i+n])
		if i+n+1 > a.maxHead() {
			return a.bad(HeadTooLarge)
		}
		if len(line) == 0 {
			a.Trailers = rest[:i:i]
			return a.finish(a.pos + i + n + 1)
		}
		i += n + 1
	}
}
