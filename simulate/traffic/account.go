package traffic

import (
	"strconv"

	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// numbering tells accounts apart: it maps their index one to one onto [0, maxAccountNo), so that ids of one style never
// meet, and look as if they came in no order.
type numbering struct{ factor, offset uint64 }

func newNumbering(seed uint64) numbering {
	return numbering{1 + dice.Hash(seed, 1)%(maxAccountNo-1), dice.Hash(seed, 2) % maxAccountNo}
}

func (n numbering) number(index uint64) uint64 { return (index*n.factor + n.offset) % maxAccountNo }

// style is a way in which apps form UserIDs.
type style uint8

const (
	numeric  style = iota
	prefixed       // user_1z141z
	named          // emma.1z141z
	phone          // +12012345678
	email          // emma.1z141z@example.com
	robot          // @RBT#12345678
)

// styles gives each style its share, of 64. Robots are few.
var styles = func() (table [64]style) {
	i := 0
	for _, s := range []struct {
		style style
		share int
	}{{numeric, 22}, {prefixed, 15}, {named, 12}, {phone, 8}, {email, 6}, {robot, 1}} {
		for range s.share {
			table[i] = s.style
			i++
		}
	}
	return table
}()

var (
	prefixes = []string{"user_", "uid-", "wx_", "app-"}
	domains  = []string{"@example.com", "@example.org", "@example.net"} // kept for documentation, nobody's mail
)

func (u user) style() style { return styles[u.bits>>26%64] }

// appendAccount appends the invented UserID of u: at most 32 bytes of printable ASCII, unlike that of any other index.
func (u user) appendAccount(dst []byte, n numbering) []byte {
	number, bits := n.number(u.index), dice.Dice(u.bits^0xacc0)
	switch u.style() {
	case numeric:
		return strconv.AppendUint(dst, 100_000_000+number, 10)
	case prefixed:
		return appendBase36(append(dst, dice.Pick(&bits, prefixes)...), number)
	case phone:
		padded := strconv.AppendUint(append(dst, u.home.Dial...), 100_000_000+number, 10)
		at := len(dst) + len(u.home.Dial)
		return append(padded[:at], padded[at+1:]...) // without the 1 that kept the zeros
	case robot:
		return strconv.AppendUint(append(dst, "@RBT#"...), number, 10)
	}
	dst = append(append(dst, u.home.Logins[u.called()]...), '.')
	dst = appendBase36(dst, number)
	if u.style() == email {
		dst = append(dst, dice.Pick(&bits, domains)...)
	}
	return dst
}

// appendBase36 appends a number below maxAccountNo as six digits, the first of which is never a zero.
func appendBase36(dst []byte, n uint64) []byte {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	n += 36 * 36 * 36 * 36 * 36
	high, low := n/(36*36*36), n%(36*36*36)
	return append(dst,
		digits[high/(36*36)], digits[high/36%36], digits[high%36], digits[low/(36*36)], digits[low/36%36], digits[low%36])
}
