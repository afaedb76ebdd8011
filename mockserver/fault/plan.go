package fault

import (
	"crypto/tls"
	"math"
	"sync/atomic"
	"time"
)

// act is one fault of a script: its settings, and when it acts.
type act struct {
	fault *row
	settings
	text        string        // as it stands in the script
	index       uint64        // its place in the script
	from, until time.Duration // since the script was started; 0 is to its end
	// Of the exchanges that reach it then: not before after; of those left only the first; of those left n in m.
	after, first, n, m uint64
}

// acting is a fault of a script that runs.
type acting struct {
	*act
	seen   atomic.Uint64
	memory memory
	forged forged
	// gate lets one exchange through at a time. It is a channel and no mutex, because it is held for long: anyone who waits for
	// it waits for time to pass, which a clock of a test's own must know.
	gate chan struct{}
}

// Plan is a script that runs.
type Plan struct {
	Script *Script
	Since  time.Time
	acts   []*acting
	repeat *repeating // of recorded faults, or nil
}

// hit is a fault that acts on one exchange.
type hit struct {
	act    *acting
	seed   uint64
	number uint64
	draw   uint64
}

func (a *acting) hit(seed, number uint64) hit {
	return hit{a, seed, number, drawn(seed, a.index, number)}
}

func (h *hit) injection() Injection {
	return Injection{Fault: h.act.text, Seed: h.seed, Place: h.act.index, Draw: h.number}
}

// unit is the draw as a number from 0 to below 1.
func (h *hit) unit() float64 { return float64(h.draw>>11) / (1 << 53) }

// Start starts the script: its counts begin at zero. A nil script has no faults.
func (s *Script) Start(now time.Time) *Plan {
	if s == nil {
		s = &Script{}
	}
	p := &Plan{Script: s, Since: now}
	for _, a := range s.acts {
		p.acts = append(p.acts, a.begin())
	}
	if s.recorded != nil {
		p.repeat = &repeating{Recorded: s.recorded, acts: map[Injection]*acting{}, next: map[uint64]int{}}
		for kind, a := range s.recorded.acts {
			p.repeat.acts[kind] = a.begin()
		}
	}
	return p
}

func (a *act) begin() *acting { return &acting{act: a, gate: make(chan struct{}, 1)} }

// Misbehaves reports whether a fault may act, now or later.
func (p *Plan) Misbehaves() bool { return p.repeat != nil || len(p.acts) > 0 }

// Draw has the faults that are to act on the next request act on x, from [Handling.ReadBody] on.
func (p *Plan) Draw(x *Handling) {
	if p.repeat != nil {
		x.hits = p.repeat.draw(x.hits, x.readAhead())
	} else {
		x.hits = p.drawOf(false, x.hits, x.Start)
	}
}

// Spoil has the faults change the answer of a conforming receiver. It appends what acted to injected.
func (x *Handling) Spoil(injected []Injection) []Injection {
	for i := range x.hits {
		x.hits[i].act.fault.spoil(x, &x.hits[i])
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
		if err := h.act.fault.TLS.present(&h.act.forged, changed); err != nil {
			return nil, nil, err
		}
		injected = append(injected, h.injection())
	}
	return changed, injected, nil
}

func (p *Plan) drawOf(handshake bool, hits []hit, now time.Time) []hit {
	since := now.Sub(p.Since)
	for _, a := range p.acts {
		if (a.fault.TLS != nil) != handshake || since < a.from || a.until > 0 && since >= a.until {
			continue
		}
		if number := a.seen.Add(1); a.acts(p.Script.Seed, number) {
			hits = append(hits, a.hit(p.Script.Seed, number))
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

// noise is as many bytes as were given, that are not HTTP.
func (h *hit) noise() string {
	b := make([]byte, h.act.given.(int))
	for i := range b {
		b[i] = byte(drawn(h.draw, 0, uint64(i)))
	}
	b[0] |= 0x80 // it must not look like a status line by chance
	return string(b)
}

// OfHandshakes is the id of the first fault in the script that acts on TLS handshakes, or "": such a script needs a
// listener with TLS.
func (s *Script) OfHandshakes() string {
	for _, a := range s.acts {
		if a.fault.TLS != nil {
			return a.fault.ID
		}
	}
	return ""
}
