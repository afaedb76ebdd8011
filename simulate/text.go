package simulate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// blanks are what a pattern's places are filled with.
type blanks struct{ name, friend, place, link string }

// appendPattern appends a pattern with its blanks filled in: {n}, {f}, {p} and {l}. Other braces stand for themselves.
func appendPattern(dst []byte, pattern string, b blanks) []byte {
	for {
		at := strings.IndexByte(pattern, '{')
		if at < 0 {
			return append(dst, pattern...)
		}
		dst = append(dst, pattern[:at]...)
		pattern = pattern[at:]
		fill, ok := b.fill(pattern)
		if !ok {
			dst = append(dst, '{')
			pattern = pattern[1:]
			continue
		}
		dst = append(dst, fill...)
		pattern = pattern[len("{n}"):]
	}
}

func (b *blanks) fill(pattern string) (text string, ok bool) {
	if len(pattern) < 3 || pattern[2] != '}' {
		return "", false
	}
	switch pattern[1] {
	case 'n':
		return b.name, true
	case 'f':
		return b.friend, true
	case 'p':
		return b.place, true
	case 'l':
		return b.link, true
	}
	return "", false
}

// cut returns how much of text to keep so that it is at most limit bytes long and ends between two characters as
// readers see them: neither within a code point, nor before its accents, nor within an emoji that is joined of several.
func cut(text []byte, limit int) int {
	if len(text) <= limit {
		return len(text)
	}
	for limit > 0 && !boundary(text, limit) {
		limit--
	}
	return limit
}

// boundary reports whether a character may end before text[at].
func boundary(text []byte, at int) bool {
	if !utf8.RuneStart(text[at]) {
		return false
	}
	next, _ := utf8.DecodeRune(text[at:])
	last, _ := utf8.DecodeLastRune(text[:at])
	if joins(last) || extends(next) {
		return false
	}
	return !flag(next) || flagsBefore(text[:at])%2 == 0
}

// joins reports whether r binds what follows: the zero-width joiner, and the marks that join Indic consonants.
func joins(r rune) bool { return r == 0x200d || r == 0x94d }

// extends reports whether r belongs to what it follows: accents, vowel signs, variation selectors, skin tones, joiners.
func extends(r rune) bool {
	return r >= 0x300 && (r == 0x200d || r >= 0x1f3fb && r <= 0x1f3ff || r == 0xe33 || unicode.Is(unicode.M, r))
}

func flag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

func flagsBefore(text []byte) (n int) {
	for {
		r, size := utf8.DecodeLastRune(text)
		if !flag(r) {
			return n
		}
		text, n = text[:len(text)-size], n+1
	}
}
