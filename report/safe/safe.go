// Package safe makes the texts of others harmless for what shows them: a receiver must not be able to move the cursor, turn
// the order of characters around, or add mark-up to the report of anyone who tests it.
//
// Nobody has to think of it. A [Template] escapes whatever it writes but for [Own] text, and a [Writer] lets nothing pass that acts.
package safe

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text makes text harmless for a terminal: control characters (C0, C1, DEL), bidirectional overrides, line separators
// and bytes that are not UTF-8 are shown as escapes, everything else as it is.
func Text(text string) string { return escape(text, "") }

// escape spells what acts, but for the characters to keep. Beyond ASCII the escapes are those of JSON, so that they mean
// the same in JSON text, which has no such characters outside strings.
func escape(text, keep string) string {
	acts := func(r rune) bool { return Acts(r) && !strings.ContainsRune(keep, r) }
	if utf8.ValidString(text) && !strings.ContainsFunc(text, acts) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case !acts(r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		i += n
	}
	return b.String()
}

// Acts reports runes that act on a terminal or on the order of the text around them.
func Acts(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r <= 0x9f:
		return true
	case r == 0x200e, r == 0x200f, r == 0x061c, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	case r == 0x2028, r == 0x2029, r == 0xfeff, r&0xfffe == 0xfffe: // the last two of every plane are no characters
		return true
	}
	return unicode.Is(unicode.Co, r) || r >= 0xe0000 && r <= 0xe007f
}

// Own is text in the language of a medium, written by this program.
type Own struct{ text string }

// Raw is text that this program has written in the language of the medium.
func Raw(text string) Own { return Own{text} }

// Format writes the text as it is.
func (o Own) Format(f fmt.State, _ rune) { io.WriteString(f, o.text) }

// Args makes the arguments of a format harmless: all but numbers and what is harmless already are escaped as text.
func Args[Harmless fmt.Formatter](args []any, escape func(string) Harmless) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		_, done := arg.(Harmless)
		kind := reflect.ValueOf(arg).Kind()
		if done || kind >= reflect.Bool && kind <= reflect.Complex128 {
			out[i] = arg
			continue
		}
		out[i] = escape(fmt.Sprint(arg))
	}
	return out
}
