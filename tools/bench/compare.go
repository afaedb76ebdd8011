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
	Count uint64        `json:"count"` // exchanges, every one of them answered as it should
	CPU   time.Duration `json:"cpu_ns"`
	Wall  time.Duration `json:"wall_ns"`
	// Memory is the most that the process held, in MiB.
	Memory float64 `json:"-"`
}

// cost is the processor time of one exchange in microseconds.
func (s sample) cost() float64 { return float64(s.CPU) / float64(s.Count) / 1e3 }

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

// render writes a line for each contender; ratios are to the one called base, repetition by repetition.
func (c *comparison) render(w io.Writer, base string) error {
	b := slices.IndexFunc(c.contenders, func(x contender) bool { return x.name == base })
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "client\tCPU µs\tlow\thigh\tof %s\tlow\thigh\tper second\tMiB\t\n", base)
	for i := range c.contenders {
		var costs, ratios, rates, memory []float64
		for n, s := range c.samples[i] {
			costs, rates, memory = append(costs, s.cost()), append(rates, s.rate()), append(memory, s.Memory)
			if b >= 0 {
				ratios = append(ratios, s.cost()/c.samples[b][n].cost())
			}
		}
		fmt.Fprintf(t, "%s\t%.2f\t%.2f\t%.2f\t", c.contenders[i].name, median(costs), slices.Min(costs), slices.Max(costs))
		if b >= 0 {
			fmt.Fprintf(t, "%.2f\t%.2f\t%.2f\t", median(ratios), slices.Min(ratios), slices.Max(ratios))
		} else {
			fmt.Fprint(t, "\t\t\t")
		}
		fmt.Fprintf(t, "%.0f\t%.0f\t\n", median(rates), slices.Max(memory))
	}
	return t.Flush()
}

func median(values []float64) float64 {
	v := slices.Sorted(slices.Values(values))
	n := len(v)
	if n%2 == 1 {
		return v[n/2]
	}
	return (v[n/2-1] + v[n/2]) / 2
}
