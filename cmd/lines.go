package cmd

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// maxLine bounds a line of exchanges: an answer's body has at most 4 MiB by default, base64 makes that a third more.
const maxLine = 64 << 20

// lines reads a stream line by line, or the rest of it at once.
type lines struct {
	in     *bufio.Reader
	buf    []byte
	first  []byte // read ahead by peek
	peeked bool
	number int
}

func newLines(in io.Reader) *lines { return &lines{in: bufio.NewReaderSize(in, 64<<10)} }

// peek returns the first line and leaves it to be read.
func (l *lines) peek() ([]byte, error) {
	line, err := l.next()
	l.number = 0
	l.first, l.peeked = bytes.Clone(line), true
	return l.first, err
}

// next returns a line with its line feed; it stays as it is until the next call. io.EOF ends.
func (l *lines) next() ([]byte, error) {
	l.number++
	if l.peeked {
		l.peeked = false
		if len(l.first) == 0 {
			return nil, io.EOF
		}
		return l.first, nil
	}
	l.buf = l.buf[:0]
	for {
		part, err := l.in.ReadSlice('\n')
		l.buf = append(l.buf, part...)
		switch {
		case len(l.buf) > maxLine:
			return nil, fmt.Errorf("longer than %d MiB", maxLine>>20)
		case err == bufio.ErrBufferFull:
		case err == io.EOF && len(l.buf) > 0:
			return l.buf, nil
		default:
			return l.buf, err
		}
	}
}

// rest reads everything, what was peeked included.
func (l *lines) rest() ([]byte, error) {
	all, err := io.ReadAll(io.LimitReader(l.in, maxLine+1))
	if len(all) > maxLine {
		return nil, fmt.Errorf("longer than %d MiB", maxLine>>20)
	}
	return append(l.first, all...), err
}
