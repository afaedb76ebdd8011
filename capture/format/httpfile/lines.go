package httpfile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

// peekLine returns the next line without consuming it, as far as the buffer holds it.
func (h *reader) peekLine() ([]byte, error) {
	for n := 64; ; n *= 4 {
		b, err := h.r.Peek(min(n, h.r.Size()))
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			return b[:i], nil
		}
		if err == io.EOF && len(b) > 0 || n >= h.r.Size() {
			return b, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// line reads one line, with its end. The last one may have none.
func (h *reader) line() ([]byte, error) {
	var line []byte
	for {
		part, err := h.r.ReadSlice('\n')
		line = append(line, part...)
		if h.size += len(part); h.size > capture.DefaultMaxLine {
			return nil, format.ErrTooLarge
		}
		if err == io.EOF && len(line) > 0 {
			err = nil
		}
		if err != bufio.ErrBufferFull {
			return line, err
		}
	}
}

func (h *reader) head() (head []byte, bare bool, err error) {
	for {
		line, err := h.line()
		if err == io.EOF {
			return head, bare, nil // a head without its empty line: kept so
		}
		if err != nil {
			return nil, false, err
		}
		text, ended := bytes.CutSuffix(line, []byte{'\n'})
		text, cr := bytes.CutSuffix(text, []byte{'\r'})
		bare = bare || ended && !cr
		if head = append(head, text...); ended {
			head = append(head, format.CRLF...)
		}
		if len(text) == 0 && ended {
			return head, bare, nil
		}
	}
}

func (h *reader) take(dst []byte, n int) ([]byte, error) {
	if h.size+n > capture.DefaultMaxLine {
		return nil, format.ErrTooLarge
	}
	h.size += n
	b, err := io.ReadAll(io.LimitReader(h.r, int64(n)))
	return append(dst, b...), err // one that is too short is kept so
}

// chunks reads a chunked body as it is framed.
func (h *reader) chunks(dst []byte) ([]byte, error) {
	for {
		line, err := h.line()
		if err != nil {
			return dst, notEOF(err)
		}
		dst = append(dst, line...)
		size, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte{';'})
		n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 31)
		if err != nil {
			return nil, errors.New("a chunk has no size")
		}
		if n == 0 {
			break
		}
		if dst, err = h.take(dst, int(n)+len(format.CRLF)); err != nil {
			return nil, err
		}
	}
	for { // trailers, up to an empty line
		line, err := h.line()
		dst = append(dst, line...)
		if err != nil || len(bytes.TrimRight(line, "\r\n")) == 0 {
			return dst, notEOF(err)
		}
	}
}

func notEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

func (h *reader) until(dst []byte) ([]byte, error) {
	head := len(dst)
	for {
		peeked, err := h.peekLine()
		if err != nil {
			return dst, notEOF(err)
		}
		if isStatusLine(peeked) || isRequestLine(peeked) {
			body := bytes.TrimRight(dst[head:], "\r\n")
			return dst[:head+len(body)], nil
		}
		line, err := h.line()
		if err != nil {
			return dst, notEOF(err)
		}
		dst = append(dst, line...)
	}
}
