package policy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxCompared bounds the texts that similar compares, in letters; the longest field of a request has 256 bytes.
const maxCompared = 512

// hasLink reports whether a text has a web address: with a scheme, with www., or a host name of at least two labels whose
// last one is all letters and which a slash follows, or which is of one of the common top-level domains. Full-width and
// other compatibility letters count as the plain ones.
func hasLink(text string) bool {
	if isASCII(text) && !strings.ContainsAny(text, ".:") {
		return false // most texts: no address is without one of these
	}
	text = strings.ToLower(norm.NFKC.String(text))
	text = strings.ReplaceAll(text, "。", ".")
	if strings.Contains(text, "://") || strings.Contains(text, "www.") {
		return true
	}
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !hostRune(r) && r != '/' }) {
		host, _, path := strings.Cut(word, "/")
		dot := strings.LastIndexByte(strings.TrimRight(host, "."), '.')
		if dot <= 0 {
			continue
		}
		top := strings.TrimRight(host, ".")[dot+1:]
		if commonTop[top] || path && len(top) >= 2 && allLetters(top) {
			return true
		}
	}
	return false
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func hostRune(r rune) bool {
	return r == '.' || r == '-' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
}

func allLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < 'a' || r > 'z' }) < 0
}

var commonTop = map[string]bool{
	"com": true, "net": true, "org": true, "info": true, "biz": true, "cn": true, "top": true, "xyz": true, "vip": true, "io": true,
	"cc": true, "me": true, "tv": true, "ru": true, "shop": true, "site": true, "online": true, "club": true, "live": true, "app": true,
	"link": true, "click": true, "hk": true, "tw": true, "co": true, "ly": true,
}

// scripts are those that scriptOf knows, by their Unicode names.
var scripts = [...]struct {
	name  string
	table *unicode.RangeTable
}{
	{"Latin", unicode.Latin},
	{"Han", unicode.Han},
	{"Hiragana", unicode.Hiragana},
	{"Katakana", unicode.Katakana},
	{"Hangul", unicode.Hangul},
	{"Cyrillic", unicode.Cyrillic},
	{"Arabic", unicode.Arabic},
	{"Thai", unicode.Thai},
	{"Devanagari", unicode.Devanagari},
	{"Greek", unicode.Greek},
	{"Hebrew", unicode.Hebrew},
}

// scriptOf is the Unicode script that most letters of a text are of, "Other" for one that it does not know, and "" for a
// text without letters. Of equals the first in its list wins.
func scriptOf(text string) string {
	var counts [len(scripts)]int
	other := 0
letters:
	for _, r := range text {
		if l := r | 0x20; r < utf8.RuneSelf && l >= 'a' && l <= 'z' {
			counts[0]++ // Latin
			continue
		} else if r < utf8.RuneSelf || !unicode.IsLetter(r) {
			continue
		}
		for i := range scripts {
			if unicode.Is(scripts[i].table, r) {
				counts[i]++
				continue letters
			}
		}
		other++
	}
	best, most := "", 0
	for i, n := range counts {
		if n > most {
			best, most = scripts[i].name, n
		}
	}
	if other > most {
		return "Other"
	}
	return best
}

// similar says how alike two texts are, from 0 to 1: one minus the share of letters to insert, delete or replace. Case,
// blanks around and compatibility forms do not count; two empty texts are alike.
func similar(a, b string) float64 {
	x, y := letters(a), letters(b)
	longest := max(len(x), len(y))
	if longest == 0 {
		return 1
	}
	return 1 - float64(edits(x, y))/float64(longest)
}

func letters(text string) []rune {
	text = strings.TrimSpace(strings.ToLower(norm.NFKC.String(text)))
	if utf8.RuneCountInString(text) <= maxCompared {
		return []rune(text)
	}
	return []rune(text)[:maxCompared]
}

func edits(x, y []rune) int {
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, diagonal+1, row[j]+1)
		}
	}
	return row[len(y)]
}
