package capture

import (
	"errors"
	"io"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/newfile"
)

// writeSize is how much the writer collects before it writes.
const writeSize = 64 << 10

// Writer writes a capture: the header once, before the first record or when it is closed, then a line a record. Make one
// with [NewWriter]; a Writer is for one goroutine.
type Writer struct {
	Header Header // written with the first record

	w     io.Writer
	file  *Output // to be closed with the writer; nil for none
	buf   []byte
	begun bool
	err   error
}

// NewWriter returns a writer of a capture to w. Behind a capture that is resumed there is no other header.
func NewWriter(w io.Writer) *Writer {
	out, ok := w.(*Output)
	return &Writer{w: w, begun: ok && out.resumed}
}

// CreateWriter returns a writer of a capture to a file, made as by [Create], that it closes.
func CreateWriter(name string, stdout io.Writer, options newfile.Options) (*Writer, error) {
	file, err := Create(name, stdout, options)
	return &Writer{w: file, file: file}, err
}

// Append writes one exchange with the members that are recorded with it. The first error of writing stays.
func (w *Writer) Append(x *exchange.Exchange, extra ...callback.Member) error {
	if err := CheckExtra(extra); err != nil {
		return err
	}
	w.begin()
	w.buf = AppendLine(w.buf, x, extra)
	if len(w.buf) >= writeSize {
		return w.Flush()
	}
	return w.err
}

// Write writes one record.
func (w *Writer) Write(r *Record) error { return w.Append(&r.Exchange, r.Extra...) }

func (w *Writer) begin() {
	if !w.begun {
		w.begun = true
		w.buf = w.Header.Append(w.buf)
	}
}

// Flush hands everything collected to the underlying writer.
func (w *Writer) Flush() error {
	if w.err == nil && len(w.buf) > 0 {
		_, w.err = w.w.Write(w.buf)
	}
	w.buf = w.buf[:0]
	return w.err
}

// Close writes the header if there were no records, and flushes. It closes the file that it has made, and nothing else.
func (w *Writer) Close() error {
	w.begin()
	err := w.Flush()
	if w.file != nil {
		err = errors.Join(err, w.file.Close())
	}
	return err
}
