package curl

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// The shell's parser takes UTF-8 alone, and a body may be anything: a byte that is none is read as a character of its own,
// which no text has, and written as the byte again.
const firstByte = 0x10ff00

// encoder makes such bytes characters.
type encoder struct{ transform.NopResetter }

// Transform is called by a transform.Reader.
func (encoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		r, n := utf8.DecodeRune(src[nSrc:])
		switch {
		case r == utf8.RuneError && !atEOF && !utf8.FullRune(src[nSrc:]):
			return nDst, nSrc, transform.ErrShortSrc
		case nDst+utf8.UTFMax > len(dst):
			return nDst, nSrc, transform.ErrShortDst
		case r == utf8.RuneError && n == 1:
			r = firstByte + rune(src[nSrc])
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += n
	}
	return nDst, nSrc, nil
}

// decode makes such characters bytes again.
func decode(word string) string {
	var b strings.Builder
	for word != "" {
		r, n := utf8.DecodeRuneInString(word)
		if r >= firstByte && r <= firstByte+0xff {
			b.WriteByte(byte(r - firstByte))
		} else {
			b.WriteString(word[:n])
		}
		word = word[n:]
	}
	return b.String()
}
