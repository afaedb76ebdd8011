package read

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// Start shows the start of a text that is not what it should be.
func Start(text []byte) string {
	const most = 24
	switch {
	case len(text) == 0:
		return "nothing"
	case len(text) > most:
		return fmt.Sprintf("%q…", text[:most])
	}
	return fmt.Sprintf("%q", text)
}

// InvalidUTF8 is the index of the first byte that is not UTF-8, or 0.
func InvalidUTF8(text []byte) int {
	for i, c := range string(text) {
		if c == utf8.RuneError && !bytes.HasPrefix(text[i:], []byte("\ufffd")) {
			return i
		}
	}
	return 0
}

// WrongType reports whether the member is there and of another type; a number where an Integer is due must be whole.
func WrongType(f *Field, want rawjson.Kind) bool {
	switch f.Kind {
	case rawjson.Invalid:
		return false
	case rawjson.Number:
		return want != rawjson.Number || !readInteger(f.Text).Readable()
	}
	return f.Kind != want
}
