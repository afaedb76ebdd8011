package load

import (
	"errors"
	"math"
	"strings"
	"time"

	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// LoadShape explains a shape of load.
type LoadShape struct{ Name, Parameters, Meaning string }

// LoadShapes lists what Load.Pacer understands.
func LoadShapes() (all []LoadShape) {
	for _, s := range shapes() {
		keys, _ := s.curve(Load{})
		var names []string
		for _, k := range keys {
			names = append(names, k.Name+k.Meaning)
		}
		all = append(all, LoadShape{s.name, strings.Join(names, ", "), s.meaning})
	}
	return append(all, LoadShape{
		captureShape, "file, speed", "when the requests of a capture came, so many times as fast, and from its beginning again",
	})
}

// captureShape is the shape that is no curve.
const captureShape = "capture"

// shape is a shape of load. Its curve has parameters of its own, which start with their defaults: what the load leaves
// open; once they are read, it is made.
type shape struct {
	name, meaning string
	curve         func(Load) ([]keyvalue.Key, func() (*Curve, error))
}

// shapes lists the shapes of load. Adding one takes an element here.
func shapes() []shape {
	return []shape{
		{"constant", "the same rate all the time", constantShape},
		{"poisson", "as from many people who do not know of each other", constantShape},
		{"ramp", "from one rate to another, and stay there", rampShape},
		{"steps", "rates one after the other; the last one stays", stepsShape},
		{"burst", "a base rate with peaks", burstShape},
		{"day", "a day of 24 hours compressed into the length, by the world's hours", dayShape},
	}
}

func constantShape(l Load) ([]keyvalue.Key, func() (*Curve, error)) {
	return []keyvalue.Key{rate("rate", &l.Rate)}, func() (*Curve, error) { return Constant(l.Rate), nil }
}

func rampShape(l Load) ([]keyvalue.Key, func() (*Curve, error)) {
	from := 0.0
	keys := []keyvalue.Key{rate("from", &from), rate("to", &l.Rate), duration("over", &l.Duration)}
	return keys, func() (*Curve, error) { return Ramp(from, l.Rate, l.Duration), nil }
}

func stepsShape(l Load) ([]keyvalue.Key, func() (*Curve, error)) {
	rates, each := []float64{l.Rate}, notGiven
	keys := []keyvalue.Key{
		{Name: "rates", Value: keyvalue.Floats(&rates, ratesWanted), Meaning: " (100/200/400)"}, duration("each", &each),
	}
	return keys, func() (*Curve, error) {
		if each == notGiven {
			each = l.Duration / time.Duration(len(rates))
		}
		return Steps(rates, each), nil
	}
}

func burstShape(l Load) ([]keyvalue.Key, func() (*Curve, error)) {
	peak, length, every := math.NaN(), time.Second, 10*time.Second
	keys := []keyvalue.Key{rate("base", &l.Rate), rate("peak", &peak), duration("length", &length), duration("every", &every)}
	return keys, func() (*Curve, error) {
		if math.IsNaN(peak) {
			peak = 10 * l.Rate
		}
		if length >= every {
			return nil, errors.New("length: wanted less than every")
		}
		return Burst(l.Rate, peak, length, every), nil
	}
}

func dayShape(l Load) ([]keyvalue.Key, func() (*Curve, error)) {
	keys := []keyvalue.Key{rate("mean", &l.Rate), duration("length", &l.Duration)}
	return keys, func() (*Curve, error) {
		if len(l.Hours) == 0 {
			l.Hours = traffic.UsualHours()
		}
		return Day(l.Rate, l.Duration, l.Hours), nil
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
