package mockserver

import (
	"errors"
	"net/http"
	"os"
	"slices"
)

// receive reads the request.
func (t *turn) receive() {
	err := t.readBody()
	switch {
	case errors.Is(err, errTooLarge):
		t.status, t.event.Unreadable = http.StatusRequestEntityTooLarge, err.Error()
	case errors.Is(err, os.ErrDeadlineExceeded):
		t.status, t.event.Unreadable = http.StatusRequestTimeout, "the body did not come in time"
	case err != nil:
		t.status, t.event.Unreadable = http.StatusBadRequest, "the body is not complete: "+err.Error()
	}
	if err != nil {
		// Otherwise net/http would wait for the rest of the body before it sends the answer.
		t.header = http.Header{"Content-Type": jsonType, "Connection": {"close"}}
	}
	t.writeHead()
	// One string holds the whole message; everything that is read from it is a part of it.
	n := len(t.head)
	t.head = append(t.head, t.body...)
	whole := string(t.head)
	t.head = t.head[:n]
	t.event.head, t.event.body = whole[:n], whole[n:]
}

var errTooLarge = errors.New("the body is over the limit")

// bodyReader says how a body is read.
type bodyReader struct {
	limit int
	read  func(t *turn) error // of a broken receiver, instead of the right way
}

// readBody reads the whole body, so that net/http notices when the client leaves.
func (t *turn) readBody() error {
	t.body = t.body[:0]
	if t.reader.read != nil {
		return t.reader.read(t)
	}
	limit := t.reader.limit
	if n := t.r.ContentLength; n > int64(limit) {
		return errTooLarge
	} else if n > 0 {
		t.body = slices.Grow(t.body, min(int(n)+1, keepBytes)) // one more, to read the end with the last bytes
	}
	return t.readAll()
}

// readSome reads what is there, or waits for it.
func (t *turn) readSome() error {
	if len(t.body) == cap(t.body) {
		t.body = slices.Grow(t.body, 512)
	}
	n, err := t.r.Body.Read(t.body[len(t.body):cap(t.body)])
	t.body = t.body[:len(t.body)+n]
	return err
}

// writeHead writes the header block of the request again.
func (t *turn) writeHead() {
	r := t.r
	b := append(append(t.head[:0], r.Method...), ' ')
	b = append(append(b, r.RequestURI...), ' ')
	b = append(append(b, r.Proto...), "\r\n"...)
	if r.Host != "" {
		b = appendLine(b, "Host", r.Host)
	}
	t.names = t.names[:0]
	for name := range r.Header {
		t.names = append(t.names, name)
	}
	slices.Sort(t.names)
	for _, name := range t.names {
		for _, value := range r.Header[name] {
			b = appendLine(b, name, value)
		}
	}
	if r.ContentLength < 0 { // it was chunked; the record has it joined
		b = appendLength(b, len(t.body))
	}
	t.head = append(b, "\r\n"...)
}
