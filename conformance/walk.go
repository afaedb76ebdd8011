package conformance

import (
	"bytes"

	"github.com/chatcb/chatcb/internal/rawjson"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// field is the value of a member, the last one where it stands twice. Kind Invalid means that it is not there.
type field struct {
	kind rawjson.Kind
	at   int
	text []byte // as spelt; of a string, what stands between its quotes
}

// walk is a JSON text being read once, and what stands out in it wherever it stands. Its memory is used again.
type walk struct {
	scan    rawjson.Scanner
	body    []byte // without a byte order mark
	shift   int    // of the body's indexes, by the mark
	kind    rawjson.Kind
	end     int // of the first value
	dupName string
	dupAt   int
	dups    int
	others  struct{ top, item map[string]bool } // the other names of the text, and of the item being read
	scratch []byte
}

// begin starts over with another text.
func (w *walk) begin(text []byte) {
	w.shift, w.dups = 0, 0
	if bytes.HasPrefix(text, byteOrderMark) {
		w.shift = len(byteOrderMark)
	}
	w.body = text[w.shift:]
	w.scan.Reset(w.body)
	w.kind = w.scan.Kind()
	if w.others.top == nil {
		w.others.top, w.others.item = map[string]bool{}, map[string]bool{}
	}
	clear(w.others.top)
}

// str resolves the escapes of a string. The result is good until the scratch is emptied.
func (w *walk) str(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	start := len(w.scratch)
	w.scratch = rawjson.Unescape(w.scratch, text)
	return w.scratch[start:len(w.scratch):len(w.scratch)]
}

// member is the index that known gives to the name of the current member, or -1.
func (w *walk) member(known func([]byte) int) int {
	key := w.scan.Key()
	i := known(key)
	if i < 0 && bytes.IndexByte(key, '\\') >= 0 {
		i = known(w.str(key))
	}
	return i
}

// value reads the value of a member. It reports whether the member stood there before.
func (w *walk) value(f *field) (again bool) {
	s := &w.scan
	if f.kind != rawjson.Invalid {
		again = true
		w.noteDuplicate()
	}
	f.kind = s.Kind()
	f.at = s.Offset()
	switch f.kind {
	case rawjson.String:
		f.text, _ = s.String()
	case rawjson.Number:
		f.text, _ = s.Number()
	default:
		f.text = w.nested()
	}
	return again
}

// nested reads a value that the page has no use for, and looks for duplicate names in it all the same.
func (w *walk) nested() []byte {
	s := &w.scan
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
	return w.body[start:s.Offset()]
}

// noteName adds the current member's name to the names of its object.
func (w *walk) noteName(names map[string]bool) {
	name := string(w.str(w.scan.Key()))
	if names[name] {
		w.noteDuplicate()
	}
	names[name] = true
}

func (w *walk) noteDuplicate() {
	if w.dups == 0 {
		w.dupName, w.dupAt = string(w.str(w.scan.Key())), w.scan.KeyOffset()
	}
	w.dups++
}

// has counts the members that are there.
func has(fields []field) int {
	n := 0
	for i := range fields {
		if fields[i].kind != rawjson.Invalid {
			n++
		}
	}
	return n
}
