package wire

import "bytes"

// maxLine bounds a chunk's size line with its extensions, and maxTrailers the lines after the last chunk.
const (
	maxLine     = 4096
	maxTrailers = 64 << 10
)

// Body follows the bytes of a body to its end. The zero value is the body of no bytes; see [NewBody].
type Body struct {
	state uint8
	need  int64 // bytes of the length, or of the chunk, still to come
	line  int   // bytes of the line, or of the trailers, so far
	size  int64 // of the chunk whose line is read
	digit int   // hex digits of it
	blank bool  // the trailer line at hand is empty so far
}

const (
	bodyEnd uint8 = iota
	bodyLength
	bodyClose
	chunkSize
	chunkExtension
	chunkLineEnd // the LF after a CR
	chunkData
	chunkCR
	chunkLF
	trailer
	trailerLineEnd
)

// NewBody returns the body of a message with this framing.
func NewBody(framing Framing, length int64) Body {
	switch {
	case framing == Length && length > 0:
		return Body{state: bodyLength, need: length}
	case framing == Chunked:
		return Body{state: chunkSize}
	case framing == Close:
		return Body{state: bodyClose}
	}
	return Body{}
}

// Done reports whether the body has ended. One that ends with the connection never has.
func (b *Body) Done() bool { return b.state == bodyEnd }

// Take follows the next bytes and returns how many of them are the body's, framing included. Where payload is not nil,
// what is not framing is appended to it. An error is an *[Error]; the bytes before it have been taken.
func (b *Body) Take(p []byte, payload *[]byte) (n int, err error) {
	for n < len(p) && b.state != bodyEnd {
		switch b.state {
		case bodyLength, chunkData:
			part := p[n:]
			if int64(len(part)) > b.need {
				part = part[:b.need]
			}
			keep(payload, part)
			n += len(part)
			b.need -= int64(len(part))
			switch {
			case b.need > 0:
			case b.state == bodyLength:
				b.state = bodyEnd
			default:
				b.state = chunkCR
			}
		case bodyClose:
			keep(payload, p[n:])
			return len(p), nil
		default:
			if err := b.frame(p[n]); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

func keep(payload *[]byte, part []byte) {
	if payload != nil {
		*payload = append(*payload, part...)
	}
}

// frame follows one byte of the framing of chunks. Lines end in CR LF: a bare LF is read by some as a line end and by
// others not, which is how requests are smuggled.
func (b *Body) frame(c byte) error {
	if b.line++; b.state >= trailer && b.line > maxTrailers || b.state < trailer && b.line > maxLine {
		return refuse(400, "a chunk's line, or the trailers, are too long")
	}
	switch b.state {
	case chunkSize, chunkExtension:
		return b.sizeLine(c)
	case chunkLineEnd:
		return b.sizeEnd(c)
	case chunkCR:
		return b.expect(c, '\r', chunkLF)
	case chunkLF:
		b.line, b.digit, b.size = 0, 0, 0
		return b.expect(c, '\n', chunkSize)
	case trailer:
		switch c {
		case '\r':
			b.state = trailerLineEnd
		case '\n':
			return refuse(400, "a trailer line ends in a bare LF")
		default:
			b.blank = false
		}
	case trailerLineEnd:
		next := trailer
		if b.blank {
			next = bodyEnd
		}
		b.blank = true
		return b.expect(c, '\n', next)
	}
	return nil
}

func (b *Body) expect(c, want byte, next uint8) error {
	if c != want {
		return refuse(400, "the framing of a chunk is broken: got %q, want %q", c, want)
	}
	b.state = next
	return nil
}

func (b *Body) sizeLine(c byte) error {
	digit := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20)
	if c < '0' { // |0x20 folds control bytes onto digits
		digit = -1
	}
	switch {
	case c == '\r' && b.digit > 0:
		b.state = chunkLineEnd
	case c == '\n' || c == '\r' || c == 0:
		return refuse(400, "the size of a chunk is malformed")
	case b.state == chunkExtension:
	case digit >= 0 && b.digit < 15:
		b.size = b.size<<4 | int64(digit)
		b.digit++
	case b.digit > 0 && (c == ';' || c == ' ' || c == '\t'):
		b.state = chunkExtension
	default:
		return refuse(400, "the size of a chunk is malformed")
	}
	return nil
}

func (b *Body) sizeEnd(c byte) error {
	b.line = 0
	if b.size == 0 {
		b.blank = true
		return b.expect(c, '\n', trailer)
	}
	b.need = b.size
	return b.expect(c, '\n', chunkData)
}
