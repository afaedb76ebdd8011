package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Join makes one text of lines: with a blank between two, unless both sides are written without blanks, as Chinese is.
func Join(lines ...string) string {
	var b strings.Builder
	var last rune
	for i, line := range lines {
		first, _ := utf8.DecodeRuneInString(line)
		if i > 0 && last != 0 && (!Dense(last) || !Dense(first)) && !Mark(last) && !Mark(first) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
		if line != "" {
			last, _ = utf8.DecodeLastRuneInString(line)
		}
	}
	return b.String()
}

// Dense reports characters between which a line may be broken, and no blank stands: Han, and the marks among them.
func Dense(r rune) bool { return unicode.Is(unicode.Han, r) || Mark(r) }

// Mark reports the punctuation of Chinese, which brings its own room.
func Mark(r rune) bool {
	return r >= 0x3001 && r <= 0x301f || r >= 0xff01 && r <= 0xff60 && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// Opens reports marks behind which no line ends.
func Opens(r rune) bool { return strings.ContainsRune("（《「『【〔“‘", r) }

// Closes reports marks with which no line begins.
func Closes(r rune) bool {
	return strings.ContainsRune("，。、；：？！）》」』】〕”’…", r)
}
