// Package read goes over an answer, or over a request, once and finds the facts that rules look at. It judges nothing: an
// [Answer] and a [Request] are compact models of what came, with the index of each value in the body, in memory that is
// used again for the next.
package read

import (
	"bytes"

	"github.com/chatcb/chatcb/internal/rawjson"
)

var ByteOrderMark = []byte("\xef\xbb\xbf")

// Field is the value of a member, the last one where it stands twice. Kind Invalid means that it is not there.
type Field struct {
	Kind    rawjson.Kind
	escaped bool // a string that has escapes
	At      int
	Text    []byte // as spelt; of a string, what stands between its quotes
}

// walk is a JSON text being read once, and what stands out in it wherever it stands. Its memory is used again.
type walk struct {
	Strangers []Stranger
	stranger  Stranger // of the member that is being read
	Facts     Fact
	Scan      rawjson.Scanner
	Body      []byte // without a byte order mark
	Shift     int    // of the body's indexes, by the mark
	Kind      rawjson.Kind
	End       int // of the first value
	DupName   string
	twice     bool                                // a name stands twice in an object: DupName first
	Others    struct{ top, Item map[string]bool } // the other names of the text, and of the item being read
	scratch   []byte
}

// begin starts over with another text.
func (w *walk) begin(text []byte) {
	w.Shift, w.twice = 0, false
	if bytes.HasPrefix(text, ByteOrderMark) {
		w.Shift = len(ByteOrderMark)
	}
	w.Body = text[w.Shift:]
	w.Scan.Reset(w.Body)
	w.Kind = w.Scan.Kind()
	if w.Others.top == nil {
		w.Others.top, w.Others.Item = map[string]bool{}, map[string]bool{}
	}
	clear(w.Others.top)
}

// Str resolves the escapes of a string. The result is good until the scratch is emptied.
func (w *walk) Str(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	start := len(w.scratch)
	w.scratch = rawjson.Unescape(w.scratch, text)
	return w.scratch[start:len(w.scratch):len(w.scratch)]
}

// Value is the text that a member stands for that is a string. It is good until the scratch is emptied.
func (w *walk) Value(f *Field) []byte {
	if !f.escaped {
		return f.Text
	}
	return w.Str(f.Text)
}

// name is the name of the current member.
func (w *walk) name() []byte {
	if !w.Scan.Escaped {
		return w.Scan.Key()
	}
	return w.Str(w.Scan.Key())
}

// value reads the value of a member. It reports whether the member stood there before.
func (w *walk) value(f *Field) (again bool) {
	s := &w.Scan
	if f.Kind != rawjson.Invalid {
		again = true
		w.noteDuplicate()
	}
	f.Kind = s.Kind()
	f.At = s.Offset()
	switch f.Kind {
	case rawjson.String:
		f.Text, _ = s.String()
		f.escaped = s.Escaped
	case rawjson.Number:
		f.Text, _ = s.Number()
	default:
		f.Text = w.nested()
	}
	return again
}

// nested reads a value that the page has no use for, and looks for duplicate names in it all the same.
func (w *walk) nested() []byte {
	s := &w.Scan
	kind, start := s.Kind(), s.Offset()
	switch kind {
	case rawjson.Object:
		names := map[string]bool{}
		s.Open()
		for n := 0; s.NextMember(n); n++ {
			w.noteName(names)
			w.nested()
		}
	case rawjson.Array:
		s.Open()
		for n := 0; s.NextElement(n); n++ {
			w.nested()
		}
	default:
		s.Skip()
	}
	return w.Body[start:s.Offset()]
}

// noteName adds the current member's name to the names of its object.
func (w *walk) noteName(names map[string]bool) {
	name := string(w.Str(w.Scan.Key()))
	if names[name] {
		w.noteDuplicate()
	} else if len(names) < manyNames {
		names[name] = true
	}
}

func (w *walk) noteDuplicate() {
	if !w.twice {
		w.twice, w.DupName = true, string(w.Str(w.Scan.Key()))
	}
}

// Text is the text of a member, if it is one.
func (w *walk) Text(f *Field) (text []byte, ok bool) { return w.Value(f), f.Kind == rawjson.String }

// noteTexts notes what the walk saw anywhere in the text.
func (w *walk) noteTexts() {
	if w.Shift != 0 {
		w.Facts |= ByteOrder
	}
	if w.Scan.BadUTF8 {
		w.Facts |= BadUTF8
	}
	if w.Scan.LoneSurrogate {
		w.Facts |= HalfPair
	}
	if w.twice && w.Kind == rawjson.Object {
		w.Facts |= Duplicate
	}
}

// has counts the members that are there.
func has(fields []Field) int {
	n := 0
	for i := range fields {
		if fields[i].Kind != rawjson.Invalid {
			n++
		}
	}
	return n
}
