package yamlfile

import (
	"bytes"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"
)

// mostQuoted is how much of a value stands in a message, in bytes.
const mostQuoted = 40

// quoted is a text in quotes, or its beginning.
func quoted(text string) string {
	if len(text) <= mostQuoted {
		return strconv.Quote(text)
	}
	end := mostQuoted
	for end > mostQuoted-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return strconv.Quote(text[:end]) + "…"
}

// alien reports whether the text seems to be no file for v, a pointer to a struct: none of its keys begins a line, nor
// stands in the outermost braces of one line, however wrong the YAML may be.
func alien(text []byte, v any) bool {
	t := reflect.TypeOf(v).Elem()
	if t.Kind() != reflect.Struct {
		return false
	}
	var names []string
	for _, k := range keysOf(t) {
		names = append(names, k.Name)
	}
	if len(names) == 0 { // it reads itself
		return false
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return false
	}
	braces := bytes.HasPrefix(bytes.TrimSpace(text), []byte("{"))
	for line := range bytes.Lines(text) {
		if braces {
			line = bytes.TrimLeft(line, "{ \t")
		}
		key, _, ok := bytes.Cut(line, []byte(":"))
		if ok && slices.Contains(names, string(bytes.Trim(key, " \t\"'"))) && (braces || line[0] != ' ') {
			return false
		}
	}
	return true
}
