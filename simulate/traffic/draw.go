package traffic

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"
	"unsafe"

	"github.com/chatcb/chatcb/callback"
)

// Label is the truth about a request: Benign, or the name of the campaign that it belongs to. It never goes on the wire.
type Label string

// Benign labels what is no campaign's.
const Benign Label = "benign"

// Malicious reports whether it is a campaign's.
func (l Label) Malicious() bool { return l != Benign }

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
	q.Items = make([]callback.Item, len(q.Items))
	for i, item := range d.Request.Items {
		item.ToAccount = strings.Clone(item.ToAccount)
		for slot, text := range item.Texts {
			item.Texts[slot] = strings.Clone(text)
		}
		q.Items[i] = item
	}
	return c
}

// reset makes room for another request, in the memory of the last.
func (d *Draw) reset() {
	items := d.Request.Items[:0]
	d.arena = d.arena[:0]
	d.Request = callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, Items: items, Texts: callback.Texts{callback.AddType: callback.AddTypeBoth},
	}
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

// appendPattern appends a pattern with its gaps filled and returns it, cut to limit bytes.
func (d *Draw) appendPattern(p pattern, b *fillings, limit int) string {
	start := len(d.arena)
	d.arena = p.append(d.arena, b)
	return d.limited(start, limit)
}

// SetRequestID makes RequestID the version 4 UUID of these bits.
func (d *Draw) SetRequestID(high, low uint64) {
	high = high&^0xf000 | 0x4000
	low = low&^(3<<62) | 2<<62
	var hex [32]byte
	for i, part := range [4]uint64{high >> 32, high, low >> 32, low} {
		binary.BigEndian.PutUint64(hex[8*i:], hexDigits(uint32(part)))
	}
	start := len(d.arena)
	d.arena = append(append(d.arena, hex[:8]...), '-')
	d.arena = append(append(d.arena, hex[8:12]...), '-')
	d.arena = append(append(d.arena, hex[12:16]...), '-')
	d.arena = append(append(d.arena, hex[16:20]...), '-')
	d.arena = append(d.arena, hex[20:]...)
	d.RequestID = d.text(start)
}

// hexDigits spells a number as eight hexadecimal digits, all at once, in the bytes of another.
func hexDigits(n uint32) uint64 {
	x := uint64(n)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f // a digit in each byte
	letters := (x + 0x0606060606060606) >> 4 & 0x0101010101010101
	return x + 0x3030303030303030 + letters*('a'-'0'-10)
}

// Realistic returns the n-th benign request of the usual world of this seed, as a request for this many friends, up to
// 2,048, made at this time, of a webhook. But for EventTime it does not depend on the time.
func Realistic(w *callback.Webhook, seed, n uint64, friends int, at time.Time) Draw {
	level := slices.Repeat([]float64{1}, 24)
	g, err := New(World{Command: w.Command, Seed: seed, Start: at.UTC().Truncate(24 * time.Hour), Hours: level})
	if err != nil {
		panic(err) // the usual world is a valid one, which a test holds
	}
	var d Draw
	g.DrawFor(n, 0, friends, &d)
	d.Request.EventTime = at.UnixMilli()
	return d
}
