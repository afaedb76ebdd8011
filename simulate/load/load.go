package load

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/internal/nearest"
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

// Pacer reads the load. Poisson spacing can be put on any shape: "ramp+poisson:…".
func (l Load) Pacer() (Pacer, error) {
	name, rest, _ := strings.Cut(l.Spec, ":")
	name, chance := strings.CutSuffix(name, "+poisson")
	if name == captureShape {
		if chance {
			return nil, errors.New("load capture: +poisson is for rates; a capture says when requests came")
		}
		pacer, err := l.recorded(rest)
		if err != nil {
			return nil, fmt.Errorf("load capture: %w", err)
		}
		return pacer, nil
	}
	for _, s := range shapes() {
		if s.name != name && (name != "" || s.name != "constant") {
			continue
		}
		keys, curve := s.curve(l)
		err := keyvalue.Settings{Keys: keys}.Read(rest)
		var c *Curve
		if err == nil {
			c, err = curve()
		}
		if err == nil {
			err = c.validate()
		}
		switch {
		case err != nil:
			return nil, fmt.Errorf("load %s: %w", name, err)
		case chance || name == "poisson":
			return NewPoisson(c, l.Seed), nil
		}
		return c, nil
	}
	var names []string
	for _, s := range LoadShapes() {
		names = append(names, s.Name)
	}
	return nil, fmt.Errorf("unknown load %q%s: wanted one of %s", name, nearest.Hint(name, names), strings.Join(names, ", "))
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
