package load

import (
	"cmp"
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
