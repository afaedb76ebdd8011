package convert

import (
	"bytes"
	"io"
	"iter"

	"github.com/chatcb/chatcb/capture"
)

// looksCapture reports whether one of the lines is an exchange, or the first a header or what else chatcb prints with
// exchanges. Lines before it may be torn or foreign: the reader names them.
func looksCapture(start []byte) bool {
	if looksRun(start) { // which has an exchange a line too
		return false
	}
	start = bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\ufeff")))
	first, _, whole := bytes.Cut(start, []byte{'\n'})
	if bytes.Contains(first, []byte(`"format"`)) && bytes.Contains(first, []byte(capture.Format)) {
		return true
	}
	var rec capture.Record
	for line := range bytes.Lines(start) {
		if !bytes.HasPrefix(line, []byte{'{'}) {
			continue
		}
		r := capture.NewReader(bytes.NewReader(line))
		if err := r.Read(&rec); err == nil || err == io.EOF && r.Problems == 0 { // the end: a summary
			return true
		}
	}
	// A first line that is longer than what is there.
	return !whole && bytes.HasPrefix(first, []byte("{")) && bytes.Contains(first, []byte(`"request":{"head`))
}

func readCapture(in io.Reader, o Options) iter.Seq2[*capture.Record, error] {
	r := capture.NewReader(in)
	r.Strict, r.DropExtra = o.Strict, o.DropExtra
	r.OnProblem = func(e *capture.LineError) {
		if o.OnProblem != nil {
			o.OnProblem(e)
		}
	}
	return func(yield func(*capture.Record, error) bool) {
		told := false
		for rec, err := range r.All() {
			if !told && o.OnHeader != nil {
				o.OnHeader(r.Header)
			}
			told = true
			if !yield(rec, err) {
				return
			}
		}
	}
}

func writeCapture(out io.Writer, o Options) Sink {
	w := capture.NewWriter(out)
	w.Header.Tool = o.Tool
	return w
}
