package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// DefaultMaxLine bounds a line, in bytes: the largest exchange that is read from the network, with every byte escaped,
// is well below it.
const DefaultMaxLine = 64 << 20

// readSize is how much is read at once.
const readSize = 256 << 10

// lineReader cuts a stream into lines, in a buffer that grows up to the longest of them.
type lineReader struct {
	r          io.Reader
	n          int   // the number of the line returned last
	whole      int64 // bytes up to the end of the last line that had a line feed
	buf        []byte
	start, end int // what is read and not yet returned
	err        error
}

// next returns the next line without its line feed; it is good until the next call. A line over limit is passed over, to
// its end, and is an ErrTooLong. A last line without line feed comes with io.ErrUnexpectedEOF: it may be whole or torn.
// So does a stream that the compression around it ended early. At the end, next returns io.EOF.
func (l *lineReader) next(limit int) ([]byte, error) {
	seen, skipped := 0, 0 // bytes from start that hold no line feed; bytes thrown away
	for {
		if i := bytes.IndexByte(l.buf[l.start+seen:l.end], '\n'); i >= 0 {
			line := l.buf[l.start : l.start+seen+i]
			l.start += seen + i + 1
			l.n++
			l.whole += int64(skipped + len(line) + 1)
			if skipped+len(line) > limit {
				return nil, tooLong(skipped+len(line), limit)
			}
			return line, nil
		}
		if seen = l.end - l.start; seen > limit || skipped > 0 {
			skipped += seen
			l.start, seen = l.end, 0
		}
		if l.err != nil {
			return l.last(skipped, limit)
		}
		l.fill()
	}
}

func tooLong(n, limit int) error {
	return fmt.Errorf("%w: %d bytes, at most %d are read", ErrTooLong, n, limit)
}

func (l *lineReader) last(skipped, limit int) ([]byte, error) {
	line := l.buf[l.start:l.end]
	l.start = l.end
	cut := errors.Is(l.err, io.ErrUnexpectedEOF)
	switch {
	case l.err != io.EOF && !cut:
		return nil, l.err
	case skipped > 0:
		l.n++
		return nil, tooLong(skipped, limit)
	case len(line) == 0 && !cut:
		return nil, io.EOF
	}
	l.n++
	l.err = io.EOF
	return line, io.ErrUnexpectedEOF
}

// fill reads more, behind what is not yet returned.
func (l *lineReader) fill() {
	if l.start > 0 && (l.start == l.end || len(l.buf)-l.end < readSize/4) {
		l.end = copy(l.buf, l.buf[l.start:l.end])
		l.start = 0
	}
	if l.end == len(l.buf) {
		grown := make([]byte, max(readSize, 2*len(l.buf)))
		copy(grown, l.buf[:l.end])
		l.buf = grown
	}
	for range 100 {
		n, err := l.r.Read(l.buf[l.end:])
		l.end += n
		if l.err = err; n > 0 || err != nil {
			return
		}
	}
	l.err = io.ErrNoProgress
}
