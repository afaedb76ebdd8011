package mockserver

import (
	"math"
	"sync/atomic"
	"time"
)

// act is one fault of a script: its settings, when it acts, and, once it runs, its count.
type act struct {
	fault *Fault
	settings
	text  string // as it stands in the script
	index uint64 // its place in the script
	// When it acts, of the exchanges that reach it: not before after; of those left only the first; of those left n in m.
	after, first, n, m uint64
	lasts              time.Duration // since its phase began; 0 is to the end of the phase

	seen  atomic.Uint64
	state any
}

// phase is what acts from a time on, counted from when the script was started.
type phase struct {
	from time.Duration
	acts []*act
}

// plan is a script that runs.
type plan struct {
	script *Script
	start  time.Time
	phases []phase
	repeat *repeating // of recorded faults, or nil
}

// hit is a fault that acts on one exchange.
type hit struct {
	act    *act
	seed   uint64
	number uint64
	draw   uint64
}

func (h *hit) injection() Injection {
	return Injection{Fault: h.act.text, Seed: h.seed, Place: h.act.index, Draw: h.number}
}

// unit is the draw as a number from 0 to below 1.
func (h *hit) unit() float64 { return float64(h.draw>>11) / (1 << 53) }

// newPlan starts a script: its counts begin at zero.
func newPlan(script *Script, now time.Time) *plan {
	if script == nil {
		script = &Script{}
	}
	p := &plan{script: script, start: now, phases: make([]phase, len(script.phases))}
	for i, ph := range script.phases {
		p.phases[i].from = ph.from
		for _, a := range ph.acts {
			p.phases[i].acts = append(p.phases[i].acts, a.fresh())
		}
	}
	if script.recorded != nil {
		p.repeat = script.recorded.start()
	}
	return p
}

// fresh is the act at the start of a script.
func (a *act) fresh() *act {
	fresh := &act{
		fault: a.fault, settings: a.settings, text: a.text, index: a.index,
		after: a.after, first: a.first, n: a.n, m: a.m, lasts: a.lasts,
	}
	if a.fault.state != nil {
		fresh.state = a.fault.state()
	}
	return fresh
}

// misbehaves reports whether a fault may act, now or later.
func (p *plan) misbehaves() bool {
	if p.repeat != nil {
		return true
	}
	for i := range p.phases {
		if len(p.phases[i].acts) > 0 {
			return true
		}
	}
	return false
}

// draw appends the faults that act on the next exchange to hits.
func (p *plan) draw(hits []hit, now time.Time) []hit { return p.drawOf(false, hits, now) }

// drawHandshake returns the faults that act on the next handshake.
func (p *plan) drawHandshake(now time.Time) []hit { return p.drawOf(true, nil, now) }

func (p *plan) drawOf(handshake bool, hits []hit, now time.Time) []hit {
	since := now.Sub(p.start)
	var current *phase
	for i := range p.phases {
		if p.phases[i].from <= since {
			current = &p.phases[i]
		}
	}
	if current == nil {
		return hits
	}
	for _, a := range current.acts {
		if (a.fault.secure != nil) != handshake || a.lasts > 0 && since-current.from >= a.lasts {
			continue
		}
		number := a.seen.Add(1)
		if a.acts(p.script.Seed, number) {
			hits = append(hits, hit{a, p.script.Seed, number, drawn(p.script.Seed, a.index, number)})
		}
	}
	return hits
}

// acts reports whether the fault acts on the exchange with this number. It is a pure function.
func (a *act) acts(seed, number uint64) bool {
	if number <= a.after {
		return false
	}
	number -= a.after
	if a.first > 0 && number > a.first {
		return false
	}
	if a.m == 0 {
		return true
	}
	// Of every m exchanges n are hit, at places that the seed shuffles.
	block, place := (number-1)/a.m, (number-1)%a.m
	left := a.n
	for i := range a.m {
		hit := drawn(seed, a.index^1<<63, block*a.m+i)%(a.m-i) < left
		if i == place {
			return hit
		}
		if hit {
			left--
		}
	}
	return false
}

// drawn is a number of 64 bits that depends on its arguments only (SplitMix64).
func drawn(seed, index, number uint64) uint64 {
	x := mix(seed+0x9e3779b97f4a7c15) ^ mix(index*0xd1342543de82ef95+1)
	return mix(x + number*0x9e3779b97f4a7c15)
}

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// delay is the latency that the settings and the draw make: fixed, uniform between two, log-normal by its median and its
// 99th percentile, or one of the samples.
func (h *hit) delay() time.Duration {
	s := &h.act.settings
	switch {
	case len(s.samples) > 0:
		return s.samples[int(h.unit()*float64(len(s.samples)))]
	case s.median > 0:
		const z99 = 2.3263478740408408 // of the standard normal distribution
		sigma := math.Log(float64(s.p99)/float64(s.median)) / z99
		z := math.Sqrt2 * math.Erfinv(2*(h.unit()+1.0/(1<<54))-1)
		return min(time.Duration(float64(s.median)*math.Exp(sigma*z)), maxDelay)
	}
	return s.low + time.Duration(h.unit()*float64(s.high-s.low))
}

// maxDelay bounds how long an answer can be held back.
const maxDelay = 5 * time.Minute
