package traffic

import (
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// user is what stays with an account, all of it read from the bits of its number.
type user struct {
	home  *region
	index uint64 // in the world; the accounts of campaigns come after its users
	bits  uint64
}

// device is what a user sends from: OptPlatform, and the AddSource that agrees with it.
type device struct{ platform, source string }

// The devices. macOS is the English pages' word, Mac the Chinese ones'; which of them Chat sends is undocumented, so
// both occur.
var (
	android = device{"Android", callback.AddSourcePrefix + "Android"}
	iPhone  = device{"iOS", callback.AddSourcePrefix + "iOS"}
	iPad    = device{"iPad", callback.AddSourcePrefix + "iOS"}
	web     = device{"Web", callback.AddSourcePrefix + "Web"}
	windows = device{"Windows", callback.AddSourcePrefix + "Windows"}
	macOS   = device{"macOS", callback.AddSourcePrefix + "macOS"}
	mac     = device{"Mac", callback.AddSourcePrefix + "Mac"}
	unknown = device{"Unknown", callback.AddSourcePrefix + "Unknown"}
)

// desks are the devices besides phones and tablets, each for one in a hundred users.
var desks = []device{
	web, web, web, web, web, web, windows, windows, windows, windows, windows, windows, macOS, macOS, mac, unknown,
}

// sources are AddSource values of apps that say where the friend was found.
var sources = []string{
	callback.AddSourcePrefix + "Search", callback.AddSourcePrefix + "QRCode", callback.AddSourcePrefix + "Group",
	callback.AddSourcePrefix + "Card", callback.AddSourcePrefix + "Phone", callback.AddSourcePrefix + "Nearby",
}

// device is what the user sends from. For one user in five AddSource is one of the app's own.
func (u user) device() device {
	d, bits := android, dice.Dice(u.bits)
	switch place := bits.Below(100); {
	case place < len(desks):
		d = desks[place]
	case bits.Below(100) >= u.home.IOS:
	case bits.One(12):
		d = iPad
	default:
		d = iPhone
	}
	if bits.One(5) {
		d.source = dice.Pick(&bits, sources)
	}
	return d
}

// called is which of the names of the language the user has.
func (u user) called() int { return int(u.bits >> 8 % uint64(len(u.home.Names))) }

func (u user) name() string { return u.home.Names[u.called()] }

// repeats is how many requests the user sends to the same person: mostly one, some two, a few four.
func (u user) repeats() uint64 {
	switch h := u.bits >> 20 % 64; {
	case h < 5:
		return 2
	case h == 5:
		return 4
	}
	return 1
}

// appendAddress appends the user's client address, IPv4 unless v6, the share of users with IPv6, takes them in.
func (u user) appendAddress(dst []byte, v6 float64) []byte {
	bits := dice.Dice(u.bits ^ 0xadd7e55)
	if bits.Chance(v6) {
		dst = append(dst, u.home.Block6...)
		for n := 8 - groups(u.home.Block6); n > 0; n-- {
			dst = strconv.AppendUint(append(dst, ':'), uint64(1+bits.Below(0xffff)), 16)
		}
		return dst
	}
	dst = append(dst, dice.Pick(&bits, u.home.Blocks)...)
	dst = appendOctet(dst, bits.Below(256))
	return appendOctet(dst, 1+bits.Below(254))
}

// appendOctet appends a dot and a part of an IPv4 address. It copies as many bytes whatever the number is, because a
// processor that must guess how many loses more than they cost.
func appendOctet(dst []byte, n int) []byte {
	o := &octets[n]
	return append(dst, o.text[:]...)[:len(dst)+o.len]
}

var octets = func() (all [256]struct {
	text [4]byte
	len  int
},
) {
	for i := range all {
		all[i].len = copy(all[i].text[:], "."+strconv.Itoa(i))
	}
	return all
}()

// groups counts the groups of an IPv6 prefix.
func groups(prefix string) int {
	n := 1
	for i := range len(prefix) {
		if prefix[i] == ':' {
			n++
		}
	}
	return n
}

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
