package read

import (
	"bytes"
	"unicode/utf8"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// InvalidUTF8 is the index of the first byte that is not UTF-8, or 0.
func InvalidUTF8(text []byte) int {
	for i, c := range string(text) {
		if c == utf8.RuneError && !bytes.HasPrefix(text[i:], []byte("\ufffd")) {
			return i
		}
	}
	return 0
}

// Mistyped reports whether the member is there and of another type; a number where an Integer is due must be whole.
func (f *Field) Mistyped(want rawjson.Kind) bool {
	switch f.Kind {
	case rawjson.Invalid:
		return false
	case rawjson.Number:
		return want != rawjson.Number || !readInteger(f.Text).Readable()
	}
	return f.Kind != want
}

// Mistyping is the kind of it, as the wordings have it.
func (f *Field) Mistyping(want rawjson.Kind) string {
	if f.Kind == want {
		return "fraction"
	}
	return "type"
}

// Spelling is the value as it stands in the body; of a string with its quotes.
func (f *Field) Spelling() string {
	if f.Kind == rawjson.String {
		return `"` + string(f.Text) + `"`
	}
	return string(f.Text)
}

// TypeName is what the page calls a type.
func TypeName(k rawjson.Kind) string {
	switch k {
	case rawjson.Number:
		return "Integer"
	case rawjson.Array:
		return "Array"
	}
	return "String"
}
