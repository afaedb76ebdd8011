package load

import (
	"math"
	"sync"
	"time"

	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// poissonBlock is how many requests are drawn together. Each block has exactly its share of the curve, and within it the
// arrivals are those of a Poisson process of which that is known: gaps are exponential, bursts come and go, but over
// more than a block the rate is the curve's. So request n is found without those before it.
const poissonBlock = 1024

// saltArrival tells the times of requests apart from what else is decided out of a seed.
const saltArrival = 0x105

// Poisson spaces the requests of a curve as if they came from many people who do not know of each other. Use [NewPoisson].
type Poisson struct {
	curve *Curve
	seed  uint64

	mu    sync.Mutex // guards what is remembered of the block used last: nearly always it is used again
	block uint64
	known bool
	marks [poissonBlock]float64
}

// NewPoisson returns the pacer; the same seed gives the same times.
func NewPoisson(curve *Curve, seed uint64) *Poisson {
	return &Poisson{curve: curve, seed: dice.Hash(seed, saltArrival)}
}

// Due implements Pacer.
func (p *Poisson) Due(n uint64) time.Duration {
	block := n / poissonBlock
	p.mu.Lock()
	if !p.known || p.block != block {
		p.draw(block)
	}
	x := float64(block*poissonBlock) + p.marks[n%poissonBlock]
	p.mu.Unlock()
	return p.curve.at(x)
}

// draw puts the arrivals of a block in order: uniform in it, which is what a Poisson process looks like once the number
// of its arrivals is known, and found here as the running sums of exponential gaps over their total.
func (p *Poisson) draw(block uint64) {
	sum := 0.0
	for i := range p.marks {
		sum += exponential(dice.Hash(p.seed, block*(poissonBlock+1)+uint64(i)))
		p.marks[i] = sum
	}
	sum += exponential(dice.Hash(p.seed, block*(poissonBlock+1)+poissonBlock))
	for i := range p.marks {
		p.marks[i] *= poissonBlock / sum
	}
	p.block, p.known = block, true
}

// exponential turns bits into an exponentially distributed number with mean 1.
func exponential(bits uint64) float64 { return -math.Log((float64(bits>>11) + 0.5) / (1 << 53)) }
