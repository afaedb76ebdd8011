package scrub

import (
	"unicode"
	"unicode/utf8"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// Mask replaces every character by one that stands for its class: letters by x, digits by 9, CJK by 〇, emoji and other
// symbols by ☺, each by one of the same length in UTF-8 (so letters of two bytes become ø, emoji of four 🙂). Blanks,
// punctuation and control characters stay; a byte that is not UTF-8 becomes 0xff. Masking twice changes nothing more.
func Mask(text string) string { return string(appendMask(make([]byte, 0, len(text)), []byte(text))) }

func appendMask(dst, text []byte) []byte {
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		if r == utf8.RuneError && n <= 1 {
			dst = append(dst, 0xff)
		} else {
			dst = utf8.AppendRune(dst, maskRune(r))
		}
		text = text[n:]
	}
	return dst
}

// classes are the characters of each class by their length in UTF-8.
var classes = struct{ letter, digit, cjk, symbol [5]rune }{
	letter: [5]rune{1: 'x', 2: 'ø', 3: 'ẋ', 4: '𝑥'},
	digit:  [5]rune{1: '9', 2: '٩', 3: '９', 4: '𝟗'},
	cjk:    [5]rune{3: '〇', 4: '𠀀'},
	symbol: [5]rune{2: '¤', 3: '☺', 4: '🙂'},
}

func maskRune(r rune) rune {
	const joiner, emojiStyle = '\u200d', '\ufe0f' // parts of emoji that say nothing by themselves
	n := utf8.RuneLen(r)
	switch {
	case r < utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r), r == joiner, r == emojiStyle,
		unicode.IsPunct(r), unicode.IsSpace(r):
		return r
	case unicode.IsDigit(r):
		return classes.digit[n]
	case n > 2 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo):
		return classes.cjk[n]
	case unicode.IsSymbol(r):
		return classes.symbol[n]
	}
	return classes.letter[n]
}

// appendMaskSpelt masks the text of a JSON string as it is spelt: escapes stay escapes.
func appendMaskSpelt(dst, spelt []byte) []byte {
	for i := 0; i < len(spelt); {
		if spelt[i] != '\\' {
			end := i + 1
			for end < len(spelt) && spelt[end] != '\\' {
				end++
			}
			dst = appendMask(dst, spelt[i:end])
			i = end
			continue
		}
		if spelt[i+1] != 'u' {
			dst = append(dst, spelt[i:i+2]...)
			i += 2
			continue
		}
		n := 6
		r, _ := utf8.DecodeRune(rawjson.Unescape(nil, spelt[i:i+n]))
		if r == utf8.RuneError && i+12 <= len(spelt) && spelt[i+6] == '\\' && spelt[i+7] == 'u' { // half a pair, perhaps
			if pair := rawjson.Unescape(nil, spelt[i:i+12]); utf8.RuneCount(pair) == 1 {
				r, _ = utf8.DecodeRune(pair)
				n = 12
			}
		}
		dst = appendEscaped(dst, spelt[i:i+n], r)
		i += n
	}
	return dst
}

// appendEscaped appends the mask of r with \u escapes. Half a pair stays one, the same one each time.
func appendEscaped(dst, spelt []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	unit := func(u rune) {
		dst = append(dst, '\\', 'u', hex[u>>12&15], hex[u>>8&15], hex[u>>4&15], hex[u&15])
	}
	switch masked := maskRune(r); {
	case r == utf8.RuneError && (spelt[2]|0x20 == 'd') && len(spelt) == 6:
		half := rune(0xd800)
		if c := spelt[3] | 0x20; c >= 'c' && c <= 'f' {
			half = 0xdc00
		}
		unit(half)
	case masked > 0xffff:
		masked -= 0x10000
		unit(0xd800 + masked>>10)
		unit(0xdc00 + masked&0x3ff)
	default:
		unit(masked)
	}
	return dst
}
