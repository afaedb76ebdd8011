package callback

import "unicode/utf8"

const hexDigits = "0123456789abcdef"

// escaped marks the bytes that must not stand in a JSON string as they are (RFC 8259, section 7).
var escaped = func() (t [256]bool) {
	for c := range ' ' {
		t[c] = true
	}
	t['"'], t['\\'] = true, true
	return t
}()

// AppendString appends s as a JSON string. Only what RFC 8259 demands is escaped; each byte that is not UTF-8 becomes
// U+FFFD.
func AppendString[S string | []byte](dst []byte, s S) []byte {
	dst = append(dst, '"')
	text, start, seen := len(dst), 0, byte(0)
	for i := range len(s) {
		c := s[i]
		seen |= c
		if escaped[c] {
			dst = appendEscape(append(dst, s[start:i]...), c)
			start = i + 1
		}
	}
	dst = append(dst, s[start:]...)
	if seen >= utf8.RuneSelf && !utf8.Valid(dst[text:]) {
		dst = repair(dst, text)
	}
	return append(dst, '"')
}

func appendEscape(dst []byte, c byte) []byte {
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

// repair replaces each byte of dst[text:] that is not UTF-8.
func repair(dst []byte, text int) []byte {
	broken := string(dst[text:])
	dst = dst[:text]
	for _, r := range broken { // a broken byte ranges as U+FFFD
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}
