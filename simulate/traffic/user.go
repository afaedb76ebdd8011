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
