package load

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/chatcb/chatcb/internal/keyvalue"
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
	// Recording returns when the requests of a capture came, from whenever they count; nil means that there are no captures.
	Recording func(file string) ([]time.Duration, error)
}

// maxRate bounds rates: a request every tenth of a microsecond.
const maxRate = 1e7

// Pacer reads the load. Poisson spacing can be put on any curve: "ramp+poisson:…".
func (l Load) Pacer() (Pacer, error) {
	name, rest, _ := strings.Cut(l.Spec, ":")
	name, chance := strings.CutSuffix(name, "+poisson")
	var names []string
	for _, s := range LoadShapes() {
		if names = append(names, s.Name); s.Name == cmp.Or(name, "constant") {
			p, err := s.pacer(l, rest, chance || name == "poisson")
			if err != nil {
				return nil, fmt.Errorf("load %s: %w", name, err)
			}
			return p, nil
		}
	}
	return nil, fmt.Errorf("unknown load %q%s: wanted one of %s", name, nearest.Hint(name, names), strings.Join(names, ", "))
}

func (s *Shape) pacer(l Load, text string, chance bool) (Pacer, error) {
	keys, made := s.parts(l)
	if first, _, _ := strings.Cut(text, ","); s.firstBare && first != "" && !strings.Contains(first, "=") {
		text = keys[0].Name + "=" + text
	}
	if err := (keyvalue.Settings{Keys: keys}).Read(text); err != nil {
		return nil, err
	}
	p, err := made()
	if err != nil {
		return nil, err
	}
	c, curve := p.(*Curve)
	switch {
	case !curve && chance:
		return nil, errors.New("+poisson is for rates; a capture says when requests came")
	case !curve:
		return p, nil
	case chance:
		return NewPoisson(c, l.Seed), c.validate()
	}
	return c, c.validate()
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

// Shape is a shape of load.
type Shape struct {
	Name, Meaning string
	firstBare     bool // the value of the first parameter may stand without its name
	// parts are the parameters, which start with their defaults: what the load leaves open; once they are read, the pacer is
	// made.
	parts func(Load) ([]keyvalue.Key, func() (Pacer, error))
}

// LoadShapes lists what Load.Pacer understands. Adding one takes an element here.
func LoadShapes() []Shape {
	return []Shape{
		{Name: "constant", Meaning: "the same rate all the time", parts: constantShape},
		{Name: "poisson", Meaning: "as from many people who do not know of each other", parts: constantShape},
		{Name: "ramp", Meaning: "from one rate to another, and stay there", parts: rampShape},
		{Name: "steps", Meaning: "rates one after the other; the last one stays", parts: stepsShape},
		{Name: "burst", Meaning: "a base rate with peaks", parts: burstShape},
		{Name: "day", Meaning: "a day of 24 hours compressed into the length, by the world's hours", parts: dayShape},
		{
			Name: "capture", Meaning: "when the requests of a capture came, so many times as fast, and from its beginning again", firstBare: true,
			parts: captureShape,
		},
	}
}

// Parameters are those of the shape, in words.
func (s *Shape) Parameters() string {
	keys, _ := s.parts(Load{})
	var names []string
	for _, k := range keys {
		names = append(names, k.Name+k.Meaning)
	}
	return strings.Join(names, ", ")
}

func constantShape(l Load) ([]keyvalue.Key, func() (Pacer, error)) {
	return []keyvalue.Key{rate("rate", &l.Rate)}, func() (Pacer, error) { return Constant(l.Rate), nil }
}

func rampShape(l Load) ([]keyvalue.Key, func() (Pacer, error)) {
	from := 0.0
	keys := []keyvalue.Key{rate("from", &from), rate("to", &l.Rate), duration("over", &l.Duration)}
	return keys, func() (Pacer, error) { return Ramp(from, l.Rate, l.Duration), nil }
}

func stepsShape(l Load) ([]keyvalue.Key, func() (Pacer, error)) {
	rates, each := []float64{l.Rate}, notGiven
	keys := []keyvalue.Key{
		{Name: "rates", Value: keyvalue.Floats(&rates, ratesWanted), Meaning: " (100/200/400)"}, duration("each", &each),
	}
	return keys, func() (Pacer, error) {
		if each == notGiven {
			each = l.Duration / time.Duration(len(rates))
		}
		return Steps(rates, each), nil
	}
}

func burstShape(l Load) ([]keyvalue.Key, func() (Pacer, error)) {
	peak, length, every := math.NaN(), time.Second, 10*time.Second
	keys := []keyvalue.Key{rate("base", &l.Rate), rate("peak", &peak), duration("length", &length), duration("every", &every)}
	return keys, func() (Pacer, error) {
		if math.IsNaN(peak) {
			peak = 10 * l.Rate
		}
		if length >= every {
			return nil, errors.New("length: wanted less than every")
		}
		return Burst(l.Rate, peak, length, every), nil
	}
}

func dayShape(l Load) ([]keyvalue.Key, func() (Pacer, error)) {
	keys := []keyvalue.Key{rate("mean", &l.Rate), duration("length", &l.Duration)}
	return keys, func() (Pacer, error) {
		if len(l.Hours) == 0 {
			l.Hours = traffic.UsualHours()
		}
		return Day(l.Rate, l.Duration, l.Hours), nil
	}
}

func captureShape(l Load) ([]keyvalue.Key, func() (Pacer, error)) {
	file, speed := "", 1.0
	keys := []keyvalue.Key{
		{Name: "file", Value: keyvalue.Text(&file)}, {Name: "speed", Value: keyvalue.Float(&speed, "a number such as 2")},
	}
	return keys, func() (Pacer, error) {
		switch {
		case file == "":
			return nil, errors.New("wanted the name of a capture, such as capture:monday.jsonl")
		case l.Recording == nil:
			return nil, errors.New("nothing here reads captures")
		}
		at, err := l.Recording(file)
		if err != nil {
			return nil, err
		}
		r, err := NewRecorded(at, speed)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		return r, nil
	}
}

// notGiven is a time that nobody gives.
const notGiven = time.Duration(math.MinInt64)

const ratesWanted = "requests per second"

func rate(name string, to *float64) keyvalue.Key {
	return keyvalue.Key{Name: name, Value: keyvalue.Float(to, ratesWanted)}
}

func duration(name string, to *time.Duration) keyvalue.Key {
	return keyvalue.Key{Name: name, Value: keyvalue.Duration(to)}
}
