package safe

import (
	"bytes"
	"encoding/json"
	"io"
)

// Writer lets nothing pass that acts on a terminal, but for the ends of lines, and keeps its first error, so that a
// renderer need not look at each. What is written in one piece holds whole characters.
type Writer struct {
	W   io.Writer
	Err error
}

// Write writes b, and says afterwards that all of it was written.
func (w *Writer) Write(b []byte) (int, error) {
	if w.Err == nil {
		_, w.Err = io.WriteString(w.W, escape(string(b), "\n"))
	}
	return len(b), w.Err
}

// Unwrap is what is written to.
func (w *Writer) Unwrap() io.Writer { return w.W }

// WriteJSON writes a value as JSON, with an indent if there is one, for what a terminal may show.
func WriteJSON(w io.Writer, v any, indent string) error {
	enc := json.NewEncoder(&Writer{W: w}) // which writes a value in one piece
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	return enc.Encode(v)
}

// JSON is a value as JSON in one line.
func JSON(v any) []byte {
	var b bytes.Buffer
	_ = WriteJSON(&b, v, "") // fails only for values that are no JSON
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Object is a JSON object: the names of its members and their values in turn, in the order in which they are written.
type Object []any

// MarshalJSON implements json.Marshaler.
func (o Object) MarshalJSON() ([]byte, error) {
	b := bytes.NewBufferString("{")
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	for i, part := range o {
		switch {
		case i%2 == 1:
			b.WriteByte(':')
		case i > 0:
			b.WriteByte(',')
		}
		if err := enc.Encode(part); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
