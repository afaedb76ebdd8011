package delivery

import (
	"slices"
	"sync/atomic"

	"github.com/chatcb/chatcb/exchange"
)

// DefaultMaxMemory is how much memory answers take together if nothing else is said.
const DefaultMaxMemory = 64 << 20

// smallAnswer is how much of an answer is always read: a few hundred items.
const smallAnswer = 64 << 10

// memory is what the answers of a client take together.
type memory struct {
	most  int64
	taken atomic.Int64
}

// Held is about how much of a client's memory an answer takes: its bytes, and as many for what is made of them.
func Held(x *exchange.Exchange) int { return held(cap(x.Received)) }

func held(bytes int) int { return 2 * max(bytes-smallAnswer, 0) }

// Forget gives memory back: that of exchanges which nobody keeps any more. An exchange that is used again gives its own back.
func (c *Client) Forget(held int) {
	if held > 0 && c.memory.taken.Add(int64(-held)) < 0 {
		c.memory.taken.Store(0) // it was another client's
	}
}

// room returns b with space for a good part of an answer, or false where no memory is left.
func (m *memory) room(b []byte) ([]byte, bool) {
	if cap(b)-len(b) >= 1024 {
		return b, true
	}
	more, before := max(4096, len(b)), held(cap(b))
	if after := held(len(b) + more); after > before && m.taken.Load()+int64(after-before) > m.most {
		return b, false
	}
	b = slices.Grow(b, more)
	m.taken.Add(int64(held(cap(b)) - before))
	return b, true
}
