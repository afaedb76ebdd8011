package read

import (
	"bytes"
	"math"
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/callback"
)

// form is how a JSON value reads where the page wants an Integer.
type form uint8

const (
	absent     form = iota
	unreadable      // no number, not whole, or beyond what a double holds
	Plain           // digits, with or without a minus
	Spelt           // whole, but written with a fraction or an exponent
)

// Integer is a JSON number as an Integer. An integer has any number of digits: what
// does not lie within ±(2^63-1) is cut to the nearer end and huge.
type Integer struct {
	Value int64
	Form  form
	Huge  bool
}

func (n Integer) Readable() bool { return n.Form >= Plain }

// same reports whether two codes are the same number, however spelt, or both none.
func (n Integer) same(m Integer) bool {
	return n.Readable() == m.Readable() && n.Value == m.Value && n.Huge == m.Huge
}

// Narrow reports whether 32 bits hold the number: what a wider one becomes is up to the reader.
func (n Integer) Narrow() bool { return n.Value >= math.MinInt32 && n.Value <= math.MaxInt32 }

// Says is a set of what the codes of an account say.
type Says uint8

// What a code says.
const (
	SaysAllow   Says = 1 << iota // 0
	SaysBlock                    // a code of the range
	SaysOther                    // another whole number: to block, in a code that the page does not ask for
	SaysNothing                  // no code is there, or none that is a whole number
)

// Denies reports whether all codes deny.
func (s Says) Denies() bool { return s != 0 && s&^(SaysBlock|SaysOther) == 0 }

func (n Integer) says() Says {
	switch {
	case !n.Readable():
		return SaysNothing
	case n.Value == 0:
		return SaysAllow
	case callback.CodeInRange(n.Value):
		return SaysBlock
	}
	return SaysOther
}

// readInteger reads the spelling of a JSON number.
func readInteger(text []byte) Integer {
	digits, negative := bytes.CutPrefix(text, []byte{'-'})
	n := Integer{Form: Plain}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return readSpelt(digits, negative)
		}
		n.push(c)
	}
	return n.signed(negative)
}

// push appends a decimal digit.
func (n *Integer) push(c byte) {
	d := int64(c - '0')
	if n.Value > math.MaxInt64/10 || n.Value == math.MaxInt64/10 && d > math.MaxInt64%10 {
		n.Value, n.Huge = math.MaxInt64, true
		return
	}
	n.Value = n.Value*10 + d
}

func (n Integer) signed(negative bool) Integer {
	if negative {
		n.Value = -n.Value
	}
	return n
}

// readSpelt reads digits, fraction and exponent without rounding: 38000.5 and 1e-400 are not whole, 3.8e4 is.
func readSpelt(text []byte, negative bool) Integer {
	mantissa, power, _ := bytes.Cut(bytes.ToLower(text), []byte{'e'})
	// Without an exponent it is 0; what 32 bits do not hold is as large as anything that matters.
	exponent, _ := strconv.ParseInt(string(power), 10, 32)
	whole, fraction, _ := bytes.Cut(mantissa, []byte{'.'})
	digits := bytes.TrimLeft(slices.Concat(whole, fraction), "0")
	kept := bytes.TrimRight(digits, "0")
	zeros := int(exponent) - len(fraction) + len(digits) - len(kept)
	n := Integer{Form: Spelt}
	if len(kept) == 0 {
		return n
	}
	if _, err := strconv.ParseFloat(string(text), 64); err != nil || zeros < 0 {
		return Integer{Form: unreadable}
	}
	for _, c := range kept {
		n.push(c)
	}
	for ; zeros > 0 && !n.Huge; zeros-- {
		n.push('0')
	}
	return n.signed(negative)
}
