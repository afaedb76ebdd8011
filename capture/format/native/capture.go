// Package native reads and writes what chatcb itself writes: captures, and runs.
package native

import (
	"bytes"
	"io"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

// Capture is chatcb's own format.
func Capture() format.Format {
	return format.Format{
		Name: "capture", Endings: []string{".jsonl", ".ndjson"},
		Read: readCapture, Open: writeCapture, Looks: looksCapture,
	}
}

// looksCapture reports whether the first line is an exchange, a header or what else chatcb prints with exchanges, or the
// torn beginning of one that others follow. Lines further down prove nothing: a receiver may have put them into an answer
// that was saved.
func looksCapture(start []byte) bool {
	if looksRun(start) { // which has an exchange a line too
		return false
	}
	start = bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\ufeff")))
	first, rest, whole := bytes.Cut(start, []byte{'\n'})
	if !bytes.HasPrefix(first, []byte{'{'}) {
		return false
	}
	if bytes.Contains(first, []byte(`"format"`)) && bytes.Contains(first, []byte(capture.Format)) || isLine(first) {
		return true
	}
	if !whole { // a line that is longer than what is there
		return bytes.Contains(first, []byte(`"request":{"head":`))
	}
	if !bytes.HasPrefix(first, []byte(`{"seq":`)) && !bytes.HasPrefix(first, []byte(`{"type":"`)) {
		return false
	}
	for line := range bytes.Lines(rest) {
		if isLine(line) {
			return true
		}
	}
	return false
}

// isLine reports whether a line is an exchange, or another that chatcb prints with exchanges.
func isLine(line []byte) bool {
	var rec capture.Record
	r := capture.NewReader(bytes.NewReader(line))
	err := r.Read(&rec)
	return err == nil || err == io.EOF && r.Problems == 0 // the end: a summary
}

func readCapture(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
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

func writeCapture(out io.Writer, o format.Options) format.Sink {
	w := capture.NewWriter(out)
	w.Header.Tool = o.Tool
	return w
}
