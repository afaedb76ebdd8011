package conformance

import (
	"bytes"
	"math"
	"slices"
	"strconv"
)

// form is how a JSON value reads where the page wants an Integer.
type form uint8

const (
	absent     form = iota
	unreadable      // no number, not whole, or beyond what a double holds
	plain           // digits, with or without a minus
	spelt           // whole, but written with a fraction or an exponent
)

// integer is a JSON number as an Integer. An integer has any number of digits: what
// does not lie within ±(2^63-1) is cut to the nearer end and huge.
type integer struct {
	value int64
	form  form
	huge  bool
}

func (n integer) readable() bool { return n.form >= plain }

// same reports whether two codes are the same number, however spelt, or both none.
func (n integer) same(m integer) bool {
	return n.readable() == m.readable() && n.value == m.value && n.huge == m.huge
}

// narrow reports whether 32 bits hold the number: what a wider one becomes is up to the reader.
func (n integer) narrow() bool { return n.value >= math.MinInt32 && n.value <= math.MaxInt32 }

// readInteger reads the spelling of a JSON number.
func readInteger(text []byte) integer {
	digits, negative := bytes.CutPrefix(text, []byte{'-'})
	n := integer{form: plain}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return readSpelt(digits, negative)
		}
		n.push(c)
	}
	return n.signed(negative)
}

// push appends a decimal digit.
func (n *integer) push(c byte) {
	d := int64(c - '0')
	if n.value > math.MaxInt64/10 || n.value == math.MaxInt64/10 && d > math.MaxInt64%10 {
		n.value, n.huge = math.MaxInt64, true
		return
	}
	n.value = n.value*10 + d
}

func (n integer) signed(negative bool) integer {
	if negative {
		n.value = -n.value
	}
	return n
}

// readSpelt reads digits, fraction and exponent without rounding: 38000.5 and 1e-400 are not whole, 3.8e4 is.
func readSpelt(text []byte, negative bool) integer {
	mantissa, power, _ := bytes.Cut(bytes.ToLower(text), []byte{'e'})
	// Without an exponent it is 0; what 32 bits do not hold is as large as anything that matters.
	exponent, _ := strconv.ParseInt(string(power), 10, 32)
	whole, fraction, _ := bytes.Cut(mantissa, []byte{'.'})
	digits := bytes.TrimLeft(slices.Concat(whole, fraction), "0")
	kept := bytes.TrimRight(digits, "0")
	zeros := int(exponent) - len(fraction) + len(digits) - len(kept)
	n := integer{form: spelt}
	if len(kept) == 0 {
		return n
	}
	if _, err := strconv.ParseFloat(string(text), 64); err != nil || zeros < 0 {
		return integer{form: unreadable}
	}
	for _, c := range kept {
		n.push(c)
	}
	for ; zeros > 0 && !n.huge; zeros-- {
		n.push('0')
	}
	return n.signed(negative)
}
