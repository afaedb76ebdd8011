package convert

import (
	"bytes"
	"io"
	"iter"

	"github.com/chatcb/chatcb/capture"
)

func looksCapture(start []byte) bool {
	start = bytes.TrimPrefix(start, []byte("\ufeff"))
	line, _, whole := bytes.Cut(bytes.TrimSpace(start), []byte{'\n'})
	if bytes.Contains(line, []byte(`"format"`)) && bytes.Contains(line, []byte(capture.Format)) {
		return true
	}
	r := capture.NewReader(bytes.NewReader(line))
	var rec capture.Record
	if r.Read(&rec) == nil {
		return true
	}
	// A first line that is longer than what is there.
	return !whole && bytes.HasPrefix(line, []byte("{")) && bytes.Contains(line, []byte(`"request":{"head`))
}

func readCapture(in io.Reader, o Options) iter.Seq2[*capture.Record, error] {
	r := capture.NewReader(in)
	r.Strict = o.Strict
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
