package load

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Load is how a pacer is given on the command line: its shape, and what the shapes take from elsewhere.
type Load struct {
	Spec     string        // such as "ramp:from=10,to=1000,over=30s"; "" means constant
	Rate     float64       // requests per second, for what the spec leaves open
	Duration time.Duration // of the run, likewise
	Seed     uint64        // of chance
	Hours    []float64     // of a day; nil means a usual one
	// Recording returns when the requests of a capture came, after any moment; nil means that there are no captures.
	Recording func(file string) ([]time.Duration, error)
}

// LoadShape explains a shape of load.
type LoadShape struct{ Name, Parameters, Meaning string }

// LoadShapes lists what Load.Pacer understands.
func LoadShapes() []LoadShape {
	return []LoadShape{
		{"constant", "rate", "the same rate all the time"},
		{"poisson", "rate", "as from many people who do not know of each other"},
		{"ramp", "from, to, over", "from one rate to another, and stay there"},
		{"steps", "rates (100/200/400), each", "rates one after the other; the last one stays"},
		{"burst", "base, peak, length, every", "a base rate with peaks"},
		{"day", "mean, length", "a day of 24 hours compressed into the length, by the world's hours"},
		{"capture", "file, speed", "when the requests of a capture came, so many times as fast, and from its beginning again"},
	}
}

// captureLoad is the shape that is no curve.
const captureLoad = "capture"

// maxRate bounds rates: a request every tenth of a microsecond.
const maxRate = 1e7

// Pacer reads the load. Poisson spacing can be put on any shape: "ramp+poisson:…".
func (l Load) Pacer() (Pacer, error) {
	name, rest, _ := strings.Cut(l.Spec, ":")
	name, chance := strings.CutSuffix(name, "+poisson")
	values := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		if part == "" {
			continue
		}
		key, value, ok := strings.Cut(part, "=")
		if name == captureLoad && !ok && len(values) == 0 {
			key, value, ok = "file", part, true
		}
		if !ok {
			return nil, fmt.Errorf("load %s: wanted parameter=value, got %q", name, part)
		}
		values[key] = value
	}
	p := loadParser{values: values}
	if name == captureLoad {
		if chance {
			return nil, errors.New("load capture: +poisson is for rates; a capture says when requests came")
		}
		pacer, err := l.recorded(&p)
		if err != nil {
			return nil, fmt.Errorf("load capture: %w", err)
		}
		return pacer, nil
	}
	curve := l.curve(name, &p)
	if curve == nil {
		var names []string
		for _, s := range LoadShapes() {
			names = append(names, s.Name)
		}
		return nil, fmt.Errorf("unknown load %q%s: wanted one of %s", name, nearest.Hint(name, names), strings.Join(names, ", "))
	}
	p.refuseRest()
	if p.err == nil {
		p.err = curve.validate()
	}
	if p.err != nil {
		return nil, fmt.Errorf("load %s: %w", name, p.err)
	}
	if chance || name == "poisson" {
		return NewPoisson(curve, l.Seed), nil
	}
	return curve, nil
}

func (l Load) curve(name string, p *loadParser) *Curve {
	switch name {
	case "", "constant", "poisson":
		return Constant(p.rate("rate", l.Rate))
	case "ramp":
		return Ramp(p.rate("from", 0), p.rate("to", l.Rate), p.time("over", l.Duration))
	case "steps":
		rates := p.rates("rates", l.Rate)
		return Steps(rates, p.time("each", l.Duration/time.Duration(len(rates))))
	case "burst":
		base := p.rate("base", l.Rate)
		length, every := p.time("length", time.Second), p.time("every", 10*time.Second)
		if length >= every {
			p.fail(errors.New("length: wanted less than every"))
		}
		return Burst(base, p.rate("peak", 10*base), length, every)
	case "day":
		hours := l.Hours
		if len(hours) == 0 {
			hours = traffic.UsualHours()
		}
		return Day(p.rate("mean", l.Rate), p.time("length", l.Duration), hours)
	}
	return nil
}

func (c *Curve) validate() error {
	for i, p := range c.Pieces {
		end := i == len(c.Pieces)-1 && !c.Repeat
		switch {
		case p.For <= 0:
			return fmt.Errorf("wanted times above zero, got %v", p.For)
		case !(p.From >= 0 && p.To >= 0 && p.From <= maxRate && p.To <= maxRate):
			return fmt.Errorf("wanted rates from 0 to %.0f, got %v to %v", maxRate, p.From, p.To)
		case end && p.To == 0:
			return errors.New("wanted a last rate above 0")
		}
	}
	if c.area() == 0 {
		return errors.New("wanted a rate above 0")
	}
	return nil
}

// loadParser takes parameters out of what was given and keeps the first thing that is wrong.
type loadParser struct {
	values map[string]string
	known  []string // the parameters that were looked for
	err    error
}

func (p *loadParser) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *loadParser) take(key string) (string, bool) {
	v, ok := p.values[key]
	delete(p.values, key)
	p.known = append(p.known, key)
	return v, ok
}

// refuseRest fails for what nothing took.
func (p *loadParser) refuseRest() {
	for _, key := range slices.Sorted(maps.Keys(p.values)) {
		p.fail(fmt.Errorf("unknown parameter %q%s: wanted %s", key, nearest.Hint(key, p.known), strings.Join(p.known, ", ")))
	}
}

func (p *loadParser) rate(key string, other float64) float64 {
	text, ok := p.take(key)
	if !ok {
		return other
	}
	r, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(r) {
		p.fail(fmt.Errorf("%s: wanted requests per second, got %q", key, text))
	}
	return r
}

func (p *loadParser) rates(key string, other float64) []float64 {
	text, ok := p.take(key)
	if !ok {
		return []float64{other}
	}
	var rates []float64
	for part := range strings.SplitSeq(text, "/") {
		r, err := strconv.ParseFloat(part, 64)
		if err != nil {
			p.fail(fmt.Errorf("%s: wanted requests per second with / between, got %q", key, text))
		}
		rates = append(rates, r)
	}
	return rates
}

func (p *loadParser) time(key string, other time.Duration) time.Duration {
	text, ok := p.take(key)
	if !ok {
		return other
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		p.fail(fmt.Errorf("%s: wanted a time such as 10s, got %q", key, text))
	}
	return d
}
