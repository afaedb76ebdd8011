package fault

import (
	"crypto/tls"
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

// Plan is a script that runs.
type Plan struct {
	Script *Script
	Since  time.Time
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

// Start starts the script: its counts begin at zero. A nil script has no faults.
func (s *Script) Start(now time.Time) *Plan {
	script := s
	if script == nil {
		script = &Script{}
	}
	p := &Plan{Script: script, Since: now, phases: make([]phase, len(script.phases))}
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

// Misbehaves reports whether a fault may act, now or later.
func (p *Plan) Misbehaves() bool {
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

// Draw has the faults that are to act on the next request act on x, from [Handling.Receive] on.
func (p *Plan) Draw(x *Handling) {
	if p.repeat != nil {
		x.hits = p.repeat.draw(x.hits, x.readAhead())
	} else {
		x.hits = p.drawOf(false, x.hits, x.Start)
	}
}

// Receive has the faults act that are about how the request is read.
func (x *Handling) Receive() {
	for i := range x.hits {
		if receive := x.hits[i].act.fault.receive; receive != nil {
			receive(x, &x.hits[i])
		}
	}
}

// Spoil has the faults change the answer of a conforming receiver. It appends what acted to injected.
func (x *Handling) Spoil(injected []Injection) []Injection {
	for i := range x.hits {
		if spoil := x.hits[i].act.fault.answer; spoil != nil {
			spoil(x, &x.hits[i])
		}
		injected = append(injected, x.hits[i].injection())
	}
	return injected
}

// Handshake returns what the next TLS handshake is made with, and the faults that acted on it; nil is config as it is.
func (p *Plan) Handshake(config *tls.Config, now time.Time) (changed *tls.Config, injected []Injection, err error) {
	hits := p.drawOf(true, nil, now)
	if len(hits) == 0 {
		return nil, nil, nil
	}
	changed = config.Clone()
	for i := range hits {
		h := &hits[i]
		if err := h.act.fault.secure(h.act, changed); err != nil {
			return nil, nil, err
		}
		injected = append(injected, h.injection())
	}
	return changed, injected, nil
}

func (p *Plan) drawOf(handshake bool, hits []hit, now time.Time) []hit {
	since := now.Sub(p.Since)
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
		if a.acts(p.Script.Seed, number) {
			hits = append(hits, hit{a, p.Script.Seed, number, drawn(p.Script.Seed, a.index, number)})
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

// OfHandshakes is the id of the first fault in the script that acts on TLS handshakes, or "": such a script needs a
// listener with TLS.
func (s *Script) OfHandshakes() string {
	for i := range s.phases {
		for _, a := range s.phases[i].acts {
			if a.fault.secure != nil {
				return a.fault.ID
			}
		}
	}
	return ""
}
