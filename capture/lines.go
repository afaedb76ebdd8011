package capture

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// DefaultMaxLine bounds a line, in bytes: the largest exchange that is read from the network, with every byte escaped,
// is well below it.
const DefaultMaxLine = 64 << 20

// readSize is how much is read at once.
const readSize = 256 << 10

// lineReader cuts a stream into lines.
type lineReader struct {
	r     *bufio.Reader
	limit int    // of a line, in bytes
	n     int    // the number of the line returned last
	whole int64  // bytes up to the end of the last line that had a line feed
	long  []byte // a line that is longer than what is read at once
}

func newLineReader(r io.Reader) lineReader {
	return lineReader{r: bufio.NewReaderSize(r, readSize), limit: DefaultMaxLine}
}

// next returns the next line without its line feed; it is good until the next call. A line over the limit is passed over, to
// its end, and is an ErrTooLong. A last line without line feed comes with io.ErrUnexpectedEOF: it may be whole or torn.
// So does a stream that the compression around it ended early. At the end, next returns io.EOF.
func (l *lineReader) next() ([]byte, error) {
	line, err := l.r.ReadSlice('\n')
	size := len(line)
	if err == bufio.ErrBufferFull {
		l.long = l.long[:0]
		for more := line; ; {
			if size <= l.limit+1 {
				l.long = append(l.long, more...)
			}
			if err != bufio.ErrBufferFull {
				break
			}
			more, err = l.r.ReadSlice('\n')
			size += len(more)
		}
		line = l.long
	}
	cut := errors.Is(err, io.ErrUnexpectedEOF)
	switch {
	case err != nil && err != io.EOF && !cut:
		return nil, err
	case err == io.EOF && size == 0:
		return nil, io.EOF
	case err == nil:
		l.whole += int64(size)
		size--
	}
	l.n++
	switch {
	case size > l.limit:
		return nil, fmt.Errorf("%w: %d bytes, at most %d are read", ErrTooLong, size, l.limit)
	case err != nil:
		return line, io.ErrUnexpectedEOF
	}
	return line[:size], nil
}
