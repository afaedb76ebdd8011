package rawjson

import (
	"bytes"
	"unicode/utf8"
)

// plain marks the bytes that may stand in a string without a second look: printable ASCII but the quote and backslash.
var plain = func() (t [256]bool) {
	for c := 0x20; c < utf8.RuneSelf; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()

// String reads a string and returns the text between its quotes as it is spelt; see [Unescape]. Bytes that are not
// UTF-8 and halves of surrogate pairs are accepted and noted in the scanner.
func (s *Scanner) String() (text []byte, ok bool) {
	if s.Kind() != String {
		return nil, s.fail("a string")
	}
	return s.text()
}

// text reads a string of which the quote comes next.
func (s *Scanner) text() (text []byte, ok bool) {
	b, start := s.b, s.i+1
	i, high, escaped := start, false, false
	for {
		for i < len(b) && plain[b[i]] {
			i++
		}
		if i >= len(b) {
			s.i = i
			return nil, s.fail("'\"' at the end of a string")
		}
		switch c := b[i]; {
		case c == '"':
			text = b[start:i]
			s.i, s.Escaped = i+1, escaped
			if high && !utf8.Valid(text) {
				s.BadUTF8 = true
			}
			if escaped && loneSurrogate(text) {
				s.LoneSurrogate = true
			}
			return text, true
		case c == '\\':
			n := escapeLen(b[i:])
			if n == 0 {
				s.i = i
				return nil, s.fail(`an escape such as \n, \" or \u0041`)
			}
			i, escaped = i+n, true
		case c >= utf8.RuneSelf:
			i, high = i+1, true
		default:
			s.i = i
			return nil, s.fail("a string without raw control bytes")
		}
	}
}

// escapeLen is the length of the escape that b starts with, or 0 if it is none.
func escapeLen(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if _, ok := hex4(b[2:]); ok {
			return 6
		}
	}
	return 0
}

func hex4(b []byte) (r rune, ok bool) {
	if len(b) < 4 {
		return 0, false
	}
	for _, c := range b[:4] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// surrogatePair reads \uD8xx\uDCxx; n is 12, or 6 and ok false when only the first half is there.
func surrogatePair(b []byte) (r rune, n int, ok bool) {
	hi, _ := hex4(b[2:])
	if hi < 0xD800 || hi > 0xDFFF {
		return hi, 6, true
	}
	if hi < 0xDC00 && len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
		if lo, good := hex4(b[8:]); good && lo >= 0xDC00 && lo <= 0xDFFF {
			return (hi-0xD800)<<10 | (lo - 0xDC00) + 0x10000, 12, true
		}
	}
	return utf8.RuneError, 6, false
}

func loneSurrogate(text []byte) bool {
	for i := 0; i < len(text); {
		if text[i] != '\\' {
			i++
			continue
		}
		if text[i+1] != 'u' {
			i += 2
			continue
		}
		_, n, ok := surrogatePair(text[i:])
		if !ok {
			return true
		}
		i += n
	}
	return false
}

// Unescape appends the text that a string spelt as text stands for. The spelling must come from [Scanner.String]; half
// a surrogate pair becomes U+FFFD, other bytes are kept as they are.
func Unescape(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		text = text[i:]
		if text[1] != 'u' {
			dst = append(dst, escapes[text[1]])
			text = text[2:]
			continue
		}
		r, n, _ := surrogatePair(text)
		dst = utf8.AppendRune(dst, r)
		text = text[n:]
	}
}

var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}
