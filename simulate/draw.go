package simulate

import (
	"strings"
	"unsafe"

	"github.com/chatcb/chatcb/callback"
)

// Label is the truth about a request: Benign, or the name of the campaign that it belongs to. It never goes on the wire.
type Label string

// Benign labels what is no campaign's.
const Benign Label = "benign"

// Draw is one drawn request and what Chat knows of its sender. Drawing into the same Draw again takes its place: its
// texts, the Request's included, are good until then and change afterwards. [Draw.Clone] keeps them.
type Draw struct {
	Request   callback.Request
	ClientIP  string
	Platform  string // OptPlatform
	RequestID string // a UUID; see callback.ParamRequestID
	Label     Label

	arena []byte // where the texts stand
	role  role
}

// Clone returns a copy that lasts.
func (d *Draw) Clone() Draw {
	c := Draw{
		Request: d.Request, ClientIP: strings.Clone(d.ClientIP), Platform: d.Platform,
		RequestID: strings.Clone(d.RequestID), Label: d.Label,
	}
	q := &c.Request
	q.RequesterAccount, q.FromAccount = strings.Clone(q.RequesterAccount), strings.Clone(q.FromAccount)
	q.FriendItem = make([]callback.FriendItem, len(q.FriendItem))
	for i, f := range d.Request.FriendItem {
		q.FriendItem[i] = callback.FriendItem{
			ToAccount: strings.Clone(f.ToAccount), Remark: strings.Clone(f.Remark), GroupName: strings.Clone(f.GroupName),
			AddSource: f.AddSource, AddWording: strings.Clone(f.AddWording),
		}
	}
	return c
}

// reset makes room for another request, in the memory of the last.
func (d *Draw) reset() {
	items := d.Request.FriendItem[:0]
	d.arena = d.arena[:0]
	d.Request = callback.Request{CallbackCommand: callback.Command, FriendItem: items, AddType: callback.AddTypeBoth}
}

// text returns what was appended to the arena since start, as a string in the arena's memory. This is what makes drawing
// free of allocations, and why texts last only until the next reset. Should the arena grow later on, the string keeps
// the memory that it stands in.
func (d *Draw) text(start int) string {
	b := d.arena[start:]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// limited is text, cut between two characters to at most limit bytes.
func (d *Draw) limited(start, limit int) string {
	d.arena = d.arena[:start+cut(d.arena[start:], limit)]
	return d.text(start)
}

// pattern appends a pattern with its blanks filled in and returns it, cut to limit bytes.
func (d *Draw) pattern(pattern string, b blanks, limit int) string {
	start := len(d.arena)
	d.arena = appendPattern(d.arena, pattern, b)
	return d.limited(start, limit)
}

// requestID returns a version 4 UUID of these bits.
func (d *Draw) requestID(high, low uint64) string {
	start := len(d.arena)
	high = high&^0xf000 | 0x4000
	low = low&^(3<<62) | 2<<62
	var id [36]byte
	for i, at := range uuidPairs {
		if i == 8 {
			high = low
		}
		pair := high >> 56 * 2
		id[at], id[at+1] = hexPairs[pair], hexPairs[pair+1]
		high <<= 8
	}
	id[8], id[13], id[18], id[23] = '-', '-', '-', '-'
	d.arena = append(d.arena, id[:]...)
	return d.text(start)
}

// uuidPairs are the places of the sixteen bytes in a UUID, and hexPairs how each byte is spelt.
var (
	uuidPairs = [16]int{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34}
	hexPairs  = func() (pairs [512]byte) {
		const digits = "0123456789abcdef"
		for i := range 256 {
			pairs[2*i], pairs[2*i+1] = digits[i>>4], digits[i&15]
		}
		return pairs
	}()
)
