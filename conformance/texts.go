package conformance

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// startOf shows the start of a text that is not what it should be.
func startOf(text []byte) string {
	const most = 24
	switch {
	case len(text) == 0:
		return "nothing"
	case len(text) > most:
		return fmt.Sprintf("%q…", text[:most])
	}
	return fmt.Sprintf("%q", text)
}

// invalidUTF8 is the index of the first byte that is not UTF-8, or 0.
func invalidUTF8(text []byte) int {
	for i, c := range string(text) {
		if c == utf8.RuneError && !bytes.HasPrefix(text[i:], []byte("\ufffd")) {
			return i
		}
	}
	return 0
}

// wrongType reports whether the member is there and of another type; a number where an Integer is due must be whole.
func wrongType(f *field, want rawjson.Kind) bool {
	switch f.kind {
	case rawjson.Invalid:
		return false
	case rawjson.Number:
		return want != rawjson.Number || !readInteger(f.text).readable()
	}
	return f.kind != want
}
