package rawjson

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
	"unsafe"
)

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
	return append(AppendText(append(dst, '"'), s, false), '"')
}

// AppendText appends what stands between the quotes. It copies and inspects eight bytes at a time, in one pass, and
// looks again only where that finds something. A text that is known to be UTF-8 need not be looked at for that.
func AppendText(dst []byte, s string, isUTF8 bool) []byte {
	text := len(dst)
	if len(s) < 8 {
		dst = append(dst, s...)
		for i := range len(s) {
			if escaped[s[i]] || s[i] >= utf8.RuneSelf && !isUTF8 {
				return appendUnusual(dst[:text], s)
			}
		}
		return dst
	}
	dst = slices.Grow(dst, len(s))[:text+len(s)]
	to := dst[text:]
	var hits, seen uint64
	for i := 0; i < len(s); i += 8 {
		at := min(i, len(s)-8)
		x := word(s[at:])
		binary.LittleEndian.PutUint64(to[at:], x)
		hits |= specials(x)
		seen |= x
	}
	if hits != 0 || !isUTF8 && seen&tops != 0 && !utf8.ValidString(s) {
		return appendUnusual(dst[:text], s)
	}
	return dst
}

// Plain reports whether s is ASCII that stands for itself in a JSON string.
func Plain(s string) bool {
	var hits uint64
	for ; len(s) >= 8; s = s[8:] {
		x := word(s)
		hits |= specials(x) | x&tops
	}
	for i := range len(s) {
		if !plain[s[i]] {
			return false
		}
	}
	return hits == 0
}

// appendUnusual is AppendText for a text with bytes to escape, or some that may not be UTF-8.
func appendUnusual(dst []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = string([]rune(s)) // each broken byte is U+FFFD
	}
	return AppendBytes(dst, s)
}

// AppendBytes is AppendText that leaves bytes which are not UTF-8 as they are.
func AppendBytes(dst []byte, s string) []byte {
	return appendEscaped(dst, unsafe.Slice(unsafe.StringData(s), len(s)))
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

// specials marks, with the high bit of its byte, the first of eight bytes that must be escaped; bytes after it may be marked
// too. The lowest byte is the first. A byte below n loses its top bit to x-n unless it had one, and so does one that equals n
// to (x^n)-1.
func specials(x uint64) uint64 {
	return ((x - ' '*ones) | ((x ^ '"'*ones) - ones) | ((x ^ '\\'*ones) - ones)) &^ x & tops
}
