package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// sample is what one contender did in one repetition.
type sample struct {
	Count uint64 `json:"count"` // exchanges, every one of them answered as it should
	used
	Wall time.Duration `json:"wall_ns"`
	// Memory is the most that the process held, in MiB.
	Memory float64 `json:"-"`
}

// user, system and cost are the processor time of one exchange in microseconds; cost is both together.
func (s sample) user() float64   { return float64(s.User) / float64(s.Count) / 1e3 }
func (s sample) system() float64 { return float64(s.System) / float64(s.Count) / 1e3 }
func (s sample) cost() float64   { return s.user() + s.system() }

func (s sample) rate() float64 { return float64(s.Count) / s.Wall.Seconds() }

// contender is one side of a comparison.
type contender struct {
	name string
	run  func() (sample, error)
}

// comparison is the samples of each contender, one for each repetition.
type comparison struct {
	contenders []contender
	samples    [][]sample
}

// interleave lets every contender run once in each repetition.
func interleave(contenders []contender, repetitions int) (*comparison, error) {
	c := &comparison{contenders, make([][]sample, len(contenders))}
	for range repetitions {
		for i := range contenders {
			s, err := contenders[i].run()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", contenders[i].name, err)
			}
			if s.Count == 0 {
				return nil, fmt.Errorf("%s: no exchange came about", contenders[i].name)
			}
			c.samples[i] = append(c.samples[i], s)
		}
	}
	return c, nil
}

// render writes a line for each contender: the median of each figure, its lowest and its highest. Ratios are taken repetition
// by repetition: of the processor time to that of base, and of its user's part to that of decoding.
func (c *comparison) render(w io.Writer, base string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "client\tuser µs\tsystem µs\tboth\tof %s\tuser of %s\tper second\tMiB\t\n", base, decoding)
	for i, x := range c.contenders {
		var most float64
		for _, s := range c.samples[i] {
			most = max(most, s.Memory)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.0f\t\n", x.name, c.spread(i, "", sample.user), c.spread(i, "", sample.system),
			c.spread(i, "", sample.cost), c.spread(i, base, sample.cost), c.spread(i, decoding, sample.user), c.spread(i, "", sample.rate), most)
	}
	return t.Flush()
}

// spread is a figure of contender number i, or what part it is of the same figure of another, as a median and its range.
func (c *comparison) spread(i int, of string, figure func(sample) float64) string {
	b := slices.IndexFunc(c.contenders, func(x contender) bool { return x.name == of })
	if of != "" && b < 0 {
		return "-"
	}
	var values []float64
	for n, s := range c.samples[i] {
		value := figure(s)
		if b >= 0 {
			value /= figure(c.samples[b][n])
		}
		values = append(values, value)
	}
	decimals := 2
	if median(values) >= 1000 {
		decimals = 0
	}
	return fmt.Sprintf("%.*f (%.*f-%.*f)", decimals, median(values), decimals, slices.Min(values), decimals, slices.Max(values))
}

func median(values []float64) float64 {
	v := slices.Sorted(slices.Values(values))
	n := len(v)
	if n%2 == 1 {
		return v[n/2]
	}
	return (v[n/2-1] + v[n/2]) / 2
}
