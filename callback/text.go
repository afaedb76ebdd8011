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
func AppendString(dst []byte, s string) []byte {
	return append(appendText(append(dst, '"'), s), '"')
}

// appendText appends what stands between the quotes.
func appendText(dst []byte, s string) []byte {
	special, high := inspect(s)
	text := len(dst)
	start := 0
	for i := 0; special && i < len(s); i++ {
		if c := s[i]; escaped[c] {
			dst = appendEscape(append(dst, s[start:i]...), c)
			start = i + 1
		}
	}
	dst = append(dst, s[start:]...)
	if high && !utf8.ValidString(s) {
		dst = repair(dst, text)
	}
	return dst
}

// inspect reports whether any byte of s must be escaped, and whether any is not ASCII. It reads s and not a copy: words
// that were just written piecemeal are slow to read back.
func inspect(s string) (special, high bool) {
	if len(s) < 8 {
		for i := range len(s) {
			special = special || escaped[s[i]]
			high = high || s[i] >= utf8.RuneSelf
		}
		return special, high
	}
	var hits, seen uint64
	for i := 0; i < len(s); i += 8 {
		x := word(s[min(i, len(s)-8):])
		hits |= specials(x)
		seen |= x
	}
	return hits != 0, seen&tops != 0
}

// word reads the first eight bytes of s; the compiler makes one load of it.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

const (
	ones = 0x0101010101010101
	tops = 0x8080808080808080
)

// specials is not zero if one of eight bytes must be escaped. A byte below n loses its top bit to x-n unless it had
// one, and so does one that equals n to (x^n)-1.
func specials(x uint64) uint64 {
	return ((x - ' '*ones) | ((x ^ '"'*ones) - ones) | ((x ^ '\\'*ones) - ones)) &^ x & tops
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
