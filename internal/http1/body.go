package http1

import "cmp"

// maxChunkLine bounds a chunk's size line with its extensions.
const maxChunkLine = 4096

// Body follows the bytes of a body to its end, in pieces of any size, and keeps nothing of them. The zero value is the
// body of no bytes; see [NewBody].
type Body struct {
	// Lenient takes what most clients take: bare line feeds as line ends, and blanks around the size of a chunk. Some
	// read a bare LF as a line end and others do not, which is how requests are smuggled.
	Lenient bool
	// MaxPayload bounds the payload, and with MaxTrailers the framing of chunks; 0 means any.
	MaxPayload int
	// MaxTrailers bounds the lines after the last chunk; 0 means DefaultMaxHead.
	MaxTrailers int

	state   uint8
	need    int64 // bytes of the length, or of the chunk, still to come
	payload int64 // bytes of it, and of the framing, so far
	framing int64
	line    int // bytes of the line, or of the trailers, so far

	// Of the line.
	cr     bool  // the byte before was a CR
	part   uint8 // of a size line; 1 in a trailer line that is not empty
	digits int
	size   int64
}

// The states of a body.
const (
	bodyEnd uint8 = iota
	bodyLength
	bodyClose
	chunkSize // its line
	chunkData
	chunkEnd // the line end after it
	trailers
)

// The parts of a size line.
const (
	beforeSize uint8 = iota
	inSize
	afterSize
	inExtension
)

// NewBody returns the body of a message with this framing.
func NewBody(framing Framing, length int64) Body {
	switch {
	case framing == FramingLength && length > 0:
		return Body{state: bodyLength, need: length}
	case framing == FramingChunked:
		return Body{state: chunkSize}
	case framing == FramingClose:
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
		case bodyLength, chunkData, bodyClose:
			part := b.data(p[n:])
			if len(part) == 0 {
				return n, b.tooLarge()
			}
			if payload != nil {
				*payload = append(*payload, part...)
			}
			n += len(part)
		default:
			if err := b.frame(p[n]); err != nil {
				return n, err
			}
			n++
			b.framing++
		}
	}
	return n, nil
}

// data is the part of p that is payload, within the limit.
func (b *Body) data(p []byte) []byte {
	n := int64(len(p))
	if b.state != bodyClose {
		n = min(n, b.need)
	}
	if b.MaxPayload > 0 {
		n = min(n, int64(b.MaxPayload)-b.payload)
	}
	b.payload += n
	switch b.need -= n; {
	case b.need > 0 || b.state == bodyClose:
	case b.state == chunkData:
		b.state = chunkEnd
	default:
		b.state = bodyEnd
	}
	return p[:n]
}

func (b *Body) tooLarge() error {
	return refuse(413, "the body is over %d bytes, or the framing of its chunks is", b.MaxPayload)
}

// frame follows one byte of the framing of chunks.
func (b *Body) frame(c byte) error {
	if b.line++; b.state == trailers && b.line > cmp.Or(b.MaxTrailers, DefaultMaxHead) {
		return refuse(431, "the trailers are too long")
	} else if b.state != trailers && b.line > maxChunkLine {
		return refuse(400, "the size line of a chunk is too long")
	}
	cr := b.cr
	if b.cr = c == '\r'; !b.Lenient && cr != (c == '\n') {
		return refuse(400, "a line of the framing of chunks does not end in CR LF: got %q", c)
	}
	switch {
	case b.state == chunkSize:
		return b.sizeLine(c)
	case b.state == chunkEnd && c == '\n':
		b.state, b.line = chunkSize, 0
	case b.state == chunkEnd && (c != '\r' || cr):
		return refuse(400, "a chunk is longer than its size: got %q", c)
	case b.state == trailers && c == '\n' && b.part == 0:
		b.state = bodyEnd
	case b.state == trailers && c == '\n':
		b.part = 0
	case b.state == trailers && (c != '\r' || cr):
		b.part = 1
	}
	return nil
}

func (b *Body) sizeLine(c byte) error {
	digit := hexDigit(c)
	switch {
	case c == '\n' && b.part > beforeSize:
		return b.sizeEnd()
	case c == 0 && !b.Lenient:
		return refuse(400, "the size line of a chunk has a zero byte")
	case b.part == inExtension && c != '\n':
	case digit >= 0 && b.part <= inSize && b.size < 1<<59 && (b.Lenient || b.digits < 15):
		b.size, b.part = b.size<<4|int64(digit), inSize
		b.digits++
	case c == ';' && b.part > beforeSize:
		b.part = inExtension
	case blank(c) && b.part > beforeSize:
		b.part = afterSize
	case !blank(c) || !b.Lenient:
		return refuse(400, "the size of a chunk is malformed: got %q", c)
	}
	return nil
}

func (b *Body) sizeEnd() error {
	size := b.size
	b.line, b.part, b.digits, b.size = 0, beforeSize, 0, 0
	if size == 0 {
		b.state = trailers
		return nil
	}
	// Chunks of one byte cost six, chunk extensions without end cost more.
	limit := int64(b.MaxPayload)
	if limit > 0 && (size > limit-b.payload || b.framing >= int64(cmp.Or(b.MaxTrailers, DefaultMaxHead))+7*b.payload) {
		return b.tooLarge()
	}
	b.state, b.need = chunkData, size
	return nil
}

// hexDigit is the value of a digit, or -1.
func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// content is the body of a message in a growing buffer.
type content struct {
	body       Body
	start, pos int // where it begins, and what of the buffer is read
	chunked    bool
	joined     []byte // the payload of chunks
}

func (c *content) begin(at int, framing Framing, length int64, maxBody, maxTrailers int) {
	c.body, c.start, c.pos, c.chunked = NewBody(framing, length), at, at, framing == FramingChunked
	c.body.MaxPayload, c.body.MaxTrailers = cmp.Or(maxBody, DefaultMaxBody), maxTrailers
}

// advance reads on, and returns the payload so far.
func (c *content) advance(raw []byte) ([]byte, error) {
	if !c.chunked {
		n, err := c.body.Take(raw[c.pos:], nil)
		c.pos += n
		return raw[c.start:c.pos:c.pos], err
	}
	n, err := c.body.Take(raw[c.pos:], &c.joined)
	c.pos += n
	return c.joined, err
}
