package load

import (
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/simulate/internal/dice"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Conditions is the conditions under which requests are sent, as shares of them. Which ones are hit is decided by their
// numbers.
type Conditions struct {
	Cold     keyvalue.Fraction `flag:"cold" default:"0"`          // on a connection of their own, new and closed afterwards
	Slow     keyvalue.Fraction `flag:"slow" default:"0"`          // with a body that comes in pieces
	SlowBody time.Duration     `flag:"slow-body" default:"500ms"` // how long such a body takes
}

const (
	slowPieces = 8

	isCold = 1
	isSlow = 2
)

// saltCondition tells the conditions apart from what else is decided out of a seed.
const saltCondition = 0x106

// hit decides for request n with the probability share; what tells the conditions apart.
func hit(g *traffic.Generator, n, what uint64, share keyvalue.Fraction) bool {
	return share > 0 && float64(dice.Hash(g.Seed()^saltCondition<<48^what<<56, n)>>11) < float64(share)*(1<<53)
}

// message plans how the request is written.
func (s *Conditions) message(m *delivery.Message, request []byte, head int, slow bool) {
	if !slow {
		m.Put(request)
		return
	}
	m.Put(request[:head])
	body := request[head:]
	size := (len(body) + slowPieces - 1) / slowPieces
	m.Drip(s.SlowBody/slowPieces, body, max(size, 1))
}
