package load

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/simulate/traffic"
)

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
