package callback

import (
	"encoding/binary"
	"unicode/utf8"
)

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
	text := len(dst)
	dst = append(dst, s...)
	special, high := inspect(dst[text:])
	if special {
		dst = dst[:text]
		start := 0
		for i := range len(s) {
			if c := s[i]; escaped[c] {
				dst = appendEscape(append(dst, s[start:i]...), c)
				start = i + 1
			}
		}
		dst = append(dst, s[start:]...)
	}
	if high && !utf8.Valid(dst[text:]) {
		dst = repair(dst, text)
	}
	return append(dst, '"')
}

// inspect reports whether any byte of b must be escaped, and whether any is not ASCII.
func inspect(b []byte) (special, high bool) {
	if len(b) < 8 {
		for _, c := range b {
			special = special || escaped[c]
			high = high || c >= utf8.RuneSelf
		}
		return special, high
	}
	var hits, seen uint64
	for i := 0; i < len(b); i += 8 {
		x := binary.LittleEndian.Uint64(b[min(i, len(b)-8):])
		hits |= specials(x)
		seen |= x
	}
	return hits != 0, seen&tops != 0
}

const (
	ones = 0x0101010101010101
	tops = 0x8080808080808080
)

// specials is not zero if one of eight bytes must be escaped. A byte below n loses its top bit to x-n unless it had
// one, and so does one that equals n to (x^n)-1.
func specials(x uint64) uint64 {
	return ((x - ' '*ones) | (x ^ '"'*ones - ones) | (x ^ '\\'*ones - ones)) &^ x & tops
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
