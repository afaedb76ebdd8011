package safe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"
)

// Inert spells the characters of JSON text that act on a terminal as escapes. The text means the same: outside strings
// JSON has none of them.
func Inert(text []byte) []byte {
	if !bytes.ContainsFunc(text, actsOnTerminal) {
		return text
	}
	out := make([]byte, 0, len(text)+64)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		switch {
		case !actsOnTerminal(r):
			out = append(out, text[i:i+n]...)
		case r > 0xffff:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		i += n
	}
	return out
}

func actsOnTerminal(r rune) bool { return r >= 0x7f && Unsafe(r) }

// WriteInert writes a value as JSON in a line, for what a terminal may show.
func WriteInert(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(Inert(b.Bytes()))
	return err
}

// MarshalInert is json.Marshal with an indent, for what a terminal may show.
func MarshalInert(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(v)
	return Inert(b.Bytes()), err
}
