package load

import (
	"math"
	"sync"
	"time"

	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// Pacer says when requests are due. It is a pure function of a request's number, so that a schedule can be read from
// anywhere, by any number of machines, and be tested without a clock.
type Pacer interface {
	// Due is when request n is due, after the start of the run. It never falls as n grows.
	Due(n uint64) time.Duration
}

// Piece is a stretch of load whose rate, in requests per second, goes in a line from From to To.
type Piece struct {
	For      time.Duration
	From, To float64
}

// Curve is a load in pieces, one after the other. With Repeat it begins again after the last, else the last rate stays.
// The n-th request is due when the area under the curve exceeds n.
type Curve struct {
	Pieces []Piece
	Repeat bool
}

// Constant is the same rate all the time.
func Constant(rate float64) *Curve { return Ramp(rate, rate, time.Second) }

// Ramp goes from one rate to another and stays there.
func Ramp(from, to float64, over time.Duration) *Curve {
	return &Curve{Pieces: []Piece{{over, from, to}}}
}

// Steps holds each rate for a while, and the last one for ever.
func Steps(rates []float64, each time.Duration) *Curve {
	c := new(Curve)
	for _, r := range rates {
		c.Pieces = append(c.Pieces, Piece{each, r, r})
	}
	return c
}

// Burst is a base rate that rises to a peak for a short time, again and again: first after the rest of every.
func Burst(base, peak float64, length, every time.Duration) *Curve {
	return &Curve{Repeat: true, Pieces: []Piece{{every - length, base, base}, {length, peak, peak}}}
}

// Day is a day of 24 hours compressed into length, at a mean rate; the rates go in lines from the middle of one hour to
// that of the next. It begins at midnight.
func Day(mean float64, length time.Duration, hours []float64) *Curve {
	sum := 0.0
	for _, h := range hours {
		sum += h
	}
	scale := mean * float64(len(hours)) / sum
	c := &Curve{Repeat: true}
	half := length / time.Duration(2*len(hours))
	for i, h := range hours {
		before := hours[(i+len(hours)-1)%len(hours)]
		after := hours[(i+1)%len(hours)]
		c.Pieces = append(c.Pieces, Piece{half, scale * (before + h) / 2, scale * h}, Piece{half, scale * h, scale * (h + after) / 2})
	}
	return c
}

// latest is when requests are due that never are.
const latest = time.Duration(1 << 62)

// Due implements Pacer.
func (c *Curve) Due(n uint64) time.Duration { return c.at(float64(n)) }

// at is when the area under the curve exceeds x.
func (c *Curve) at(x float64) time.Duration {
	start := 0.0 // seconds
	if total := c.area(); c.Repeat {
		rounds := math.Floor(x / total)
		x -= rounds * total
		start = rounds * c.seconds()
	}
	for i, p := range c.Pieces {
		area := p.area()
		if x < area {
			return inTime(start + p.reach(x))
		}
		if i == len(c.Pieces)-1 && !c.Repeat {
			return inTime(start + p.For.Seconds() + (x-area)/p.To)
		}
		x -= area
		start += p.For.Seconds()
	}
	return inTime(start) // rounding took x to the end of the round
}

func (c *Curve) area() (sum float64) {
	for _, p := range c.Pieces {
		sum += p.area()
	}
	return sum
}

func (c *Curve) seconds() (sum float64) {
	for _, p := range c.Pieces {
		sum += p.For.Seconds()
	}
	return sum
}

func (p Piece) area() float64 { return (p.From + p.To) / 2 * p.For.Seconds() }

// reach is after how many seconds the area of the piece is x: the root of (To-From)/(2·For)·t² + From·t = x, in the form
// that does not cancel.
func (p Piece) reach(x float64) float64 {
	slope := (p.To - p.From) / p.For.Seconds()
	root := math.Sqrt(max(0, p.From*p.From+2*slope*x))
	if p.From+root == 0 {
		return 0
	}
	return 2 * x / (p.From + root)
}

func inTime(seconds float64) time.Duration {
	ns := seconds * 1e9
	if !(ns < float64(latest)) {
		return latest
	}
	return time.Duration(ns)
}

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
