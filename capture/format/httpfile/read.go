// Package httpfile reads and writes plain HTTP messages: a request, and then its answer if there is one.
package httpfile

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

// Format is the format of plain HTTP messages.
func Format() format.Format {
	return format.Format{
		Name: "http", Title: "plain HTTP messages, a request and then its answer if there is one", Endings: []string{".http", ".txt"},
		Read: read, Write: write, Looks: looks,
	}
}

func looks(start []byte) bool {
	line, _, ok := bytes.Cut(bytes.TrimLeft(start, "\r\n"), []byte{'\n'})
	return ok && isRequestLine(line)
}

// isRequestLine reports whether the line is "METHOD target HTTP/1.x".
func isRequestLine(line []byte) bool {
	words := bytes.Fields(line)
	if len(words) != 3 || !bytes.HasPrefix(words[2], []byte("HTTP/1.")) {
		return false
	}
	return len(bytes.Trim(words[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_abcdefghijklmnopqrstuvwxyz")) == 0
}

func isStatusLine(line []byte) bool { return bytes.HasPrefix(line, []byte("HTTP/1.")) }

// read reads requests, each with the answer that follows it, if one does. A message ends by its Content-Length or
// its chunks; one that has neither, where the next begins.
func read(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		h := reader{o: o, r: bufio.NewReaderSize(in, 64<<10)}
		for {
			rec, err := h.exchange()
			switch {
			case err == io.EOF:
				return
			case err != nil:
				yield(nil, fmt.Errorf("message %d: %w", h.n, err)) // where the next one begins is anybody's guess
				return
			case !yield(rec, nil):
				return
			}
		}
	}
}

type reader struct {
	o    format.Options
	r    *bufio.Reader
	n    int // messages
	seq  uint64
	size int // of the message being read
}

func (h *reader) exchange() (*capture.Record, error) {
	line, err := h.skipBlank()
	if err != nil {
		return nil, err
	}
	h.n++
	if !isRequestLine(line) {
		return nil, fmt.Errorf("wanted a request line such as POST /path HTTP/1.1, got %.60q", line)
	}
	h.seq++
	rec := new(capture.Record)
	x := &rec.Exchange
	x.Seq = h.seq
	if x.Sent, err = h.message(); err != nil {
		return nil, err
	}
	m := format.RequestOf(x, nil)
	x.Target = format.OwnTarget(&m)
	line, err = h.skipBlank()
	if err != nil && err != io.EOF {
		return nil, err
	}
	if err == nil && isStatusLine(line) {
		h.n++
		if x.Received, err = h.message(); err != nil {
			return nil, err
		}
		x.Answer.NoBody = strings.HasPrefix(string(x.Sent), "HEAD ")
		x.Answer.Advance(x.Received, true)
	}
	return rec, nil
}

// skipBlank passes over empty lines and returns the line after them, not consumed.
func (h *reader) skipBlank() ([]byte, error) {
	for {
		line, err := h.peekLine()
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimRight(line, "\r")) > 0 {
			return line, nil
		}
		if _, err := h.r.ReadSlice('\n'); err != nil {
			return nil, err
		}
	}
}

// message reads one message with its head's lines ended as they are on the wire. A body without a length ends where a
// line is the first of another message.
func (h *reader) message() ([]byte, error) {
	h.size = 0
	head, bare, err := h.head()
	if err != nil {
		return nil, err
	}
	if bare {
		h.o.Lost.Add(h.seq, "line ends of heads that were bare line feeds")
	}
	var m format.Message
	m.ParseHead(head)
	status, _ := strconv.Atoi(m.Start[1])
	if isStatusLine(head) && status >= 100 && status < 200 && status != 101 { // an interim answer: the final one follows
		rest, err := h.message()
		return append(head, rest...), err
	}
	switch length, hasLength := m.Get("Content-Length"); {
	case isStatusLine(head) && (status == 204 || status == 304):
		return head, nil
	case m.Chunked():
		return h.chunks(head)
	case hasLength:
		n, err := strconv.Atoi(length)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("Content-Length %q is no number", length)
		}
		return h.take(head, n)
	}
	return h.until(head)
}
