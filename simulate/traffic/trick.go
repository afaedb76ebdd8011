package traffic

import (
	"strconv"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// Trick is a way to hide a text from filters that look for words and not from people.
type Trick struct {
	Name string
	// Spell appends one character, spelt in another way; bits decide whether and how.
	Spell func(dst []byte, r rune, bits uint64) []byte
}

// Tricks lists the ways. Adding one takes an element here.
func Tricks() []Trick {
	return []Trick{
		{"zero-width", func(dst []byte, r rune, bits uint64) []byte {
			return utf8.AppendRune(utf8.AppendRune(dst, r), [...]rune{0x200b, 0x200c, 0x2060}[bits%3])
		}},
		{"homoglyphs", func(dst []byte, r rune, _ uint64) []byte { return utf8.AppendRune(dst, twin(r)) }},
		{"full-width", func(dst []byte, r rune, _ uint64) []byte {
			if r > ' ' && r < 0x7f {
				r += 0xff01 - '!'
			}
			return utf8.AppendRune(dst, r)
		}},
		{"spacing", func(dst []byte, r rune, bits uint64) []byte {
			return append(utf8.AppendRune(dst, r), [...]string{" ", ".", "·"}[bits%3]...)
		}},
		{"emoji-splits", func(dst []byte, r rune, bits uint64) []byte {
			return append(utf8.AppendRune(dst, r), [...]string{"🔥", "💰", "", "✨", "", ""}[bits%6]...)
		}},
		{"mixed-scripts", func(dst []byte, r rune, bits uint64) []byte {
			switch {
			case bits%2 == 0:
				r = twin(r)
			case r >= 'a' && r <= 'z':
				r += 0x1d5ba - 'a' // mathematical sans-serif
			case r >= '0' && r <= '9':
				r += 0x1d7e2 - '0'
			}
			return utf8.AppendRune(dst, r)
		}},
	}
}

// trickNames lists the names of the ways in which an evasion hides its text.
func trickNames() []string {
	var names []string
	for _, t := range Tricks() {
		names = append(names, t.Name)
	}
	return names
}

// twin returns a character of another script that looks or reads like r, or r.
func twin(r rune) rune {
	if t, ok := twins[r]; ok {
		return t
	}
	return r
}

var twins = map[rune]rune{
	'a': 'а', 'c': 'с', 'e': 'е', 'i': 'і', 'j': 'ј', 'o': 'о', 'p': 'р', 's': 'ѕ', 'x': 'х', 'y': 'у',
	'A': 'Α', 'B': 'Β', 'C': 'С', 'E': 'Ε', 'H': 'Η', 'I': 'Ι', 'K': 'Κ', 'M': 'Μ', 'O': 'Ο', 'P': 'Ρ', 'T': 'Τ', 'X': 'Χ',
	'0': 'О', '3': 'З', 'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x',
	'微': '薇', '信': '伩', '加': '珈', '钱': '銭', '元': '沅', '群': '裙', '赚': '賺', '免': '兔', '红': '紅', '兼': '嫌',
}

// obfuscate appends a text, hidden by one of the tricks, to the arena and returns it.
func (d *Draw) obfuscate(text string, by []Trick, bits *dice.Dice) string {
	t := dice.Pick(bits, by)
	start := len(d.arena)
	for _, r := range text {
		d.arena = t.Spell(d.arena, r, bits.Next()>>32)
	}
	return d.limited(start, callback.MaxWordingBytes)
}

// lookalike appends a UserID that people take for the model's: one character changed for its like, or a tail.
func lookalike(g *Generator, d *Draw) {
	r := &d.role
	start := len(d.arena)
	id := g.account(r.model, d)
	d.arena = d.arena[:start]
	d.arena = append(d.arena, id...)
	for i, n := 0, len(id); i < n; i++ {
		at := start + (i+int(r.account))%n
		if like := likes[d.arena[at]]; like != 0 {
			d.arena[at] = like
			return
		}
	}
	if n := len(id); n == callback.MaxAccountBytes {
		d.arena = d.arena[:start+n-1]
	}
	d.arena = append(d.arena, '_')
}

// likes are ASCII characters that are hard to tell apart. None of the built-in ids becomes another one by them: those
// have no capitals, and one kind of mark each.
var likes = [256]byte{
	'l': 'I', 'I': 'l', '1': 'l', 'O': '0', '0': 'O', '5': 'S', 'S': '5', '8': 'B', 'B': '8', '2': 'Z', '_': '-', '-': '_',
	'.': '_',
}

// link appends an address under a domain that is nobody's.
func (d *Draw) link(bits uint64) string {
	words := [...]string{"gift", "bonus", "login", "secure", "vip", "prize"}
	start := len(d.arena)
	d.arena = append(append(d.arena, "https://"...), words[bits%6]...)
	d.arena = append(strconv.AppendUint(append(d.arena, '-'), bits>>40, 36), ".example/"...)
	d.arena = strconv.AppendUint(d.arena, bits>>20%46656, 36)
	return d.text(start)
}

func appendNumber(dst []byte, n uint64) []byte { return strconv.AppendUint(dst, n, 10) }
