package rawjson

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// AppendString reads a string and appends the text that it stands for, as [Unescape] of [Scanner.String] does, in one
// pass over the bytes. It leaves BadUTF8 and LoneSurrogate alone: it is for those who want the text, not its spelling.
// Dst is returned as it was when there is no string.
func (s *Scanner) AppendString(dst []byte) (text []byte, ok bool) {
	if s.Kind() != String {
		return dst, s.fail("a string")
	}
	b, i := s.b, s.i+1
	n := len(dst) // of what is appended so far: the text is never longer than its spelling
	out := slices.Grow(dst, len(b)-i)
	out = out[:cap(out)]
	for {
		for i+8 <= len(b) { // eight bytes at a time, up to the first that is special
			word := binary.LittleEndian.Uint64(b[i:])
			clean := bits.TrailingZeros64(specials(word)) / 8
			if n+8 <= len(out) {
				binary.LittleEndian.PutUint64(out[n:], word)
			} else {
				copy(out[n:], b[i:i+clean])
			}
			i, n = i+clean, n+clean
			if clean < 8 {
				break
			}
		}
		if i >= len(b) {
			s.i = i
			return dst, s.fail("'\"' at the end of a string")
		}
		switch c := b[i]; {
		case c == '"':
			s.i = i + 1
			return out[:n], true
		case c == '\\':
			size := escapeLen(b[i:])
			if size == 0 {
				s.i = i
				return dst, s.fail(`an escape such as \n, \" or \u0041`)
			}
			if size == 2 {
				out[n] = escapes[b[i+1]]
				n++
			} else {
				var r rune
				r, size, _ = surrogatePair(b[i:])
				n += utf8.EncodeRune(out[n:], r)
			}
			i += size
		case c < 0x20:
			s.i = i
			return dst, s.fail("a string without raw control bytes")
		default: // within the last eight bytes of the text
			out[n] = c
			i, n = i+1, n+1
		}
	}
}

// AppendQuoted appends text, which must be UTF-8, as a JSON string; only what RFC 8259 demands is escaped. It is the
// inverse of [Scanner.AppendString].
func AppendQuoted(dst, text []byte) []byte {
	return append(appendEscaped(append(slices.Grow(dst, len(text)+2), '"'), text), '"')
}

// appendEscaped appends what stands between the quotes, with room for a quote.
func appendEscaped(dst, text []byte) []byte {
	n := len(dst)
	out := slices.Grow(dst, len(text)+1)
	out = out[:cap(out)] // always with room for the rest of text and a quote
	for i := 0; i < len(text); {
		if i+8 <= len(text) {
			word := binary.LittleEndian.Uint64(text[i:])
			binary.LittleEndian.PutUint64(out[n:], word)
			clean := bits.TrailingZeros64(specials(word)) / 8
			if i, n = i+clean, n+clean; clean == 8 {
				continue
			}
		}
		c := text[i]
		i++
		if !escaped[c] {
			out[n] = c
			n++
			continue
		}
		out = appendEscape(out[:n], c)
		n = len(out)
		out = slices.Grow(out, len(text)-i+1)
		out = out[:cap(out)]
	}
	return out[:n]
}

func appendEscape(dst []byte, c byte) []byte {
	const hexDigits = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}
