package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// openSample is one run at a rate.
type openSample struct {
	sample
	came arrivals
	own  string // what the contender says of its lateness itself
}

type openContender struct {
	name string
	run  func(rate int) (openSample, error)
}

// openLoop shows at each rate what a request costs, and how far from its due time the receiver sees it come.
func openLoop(r clientRun, rates string, repetitions int) error {
	for text := range strings.SplitSeq(rates, ",") {
		rate, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("-rates: got %q, want numbers with commas between", rates)
		}
		all := openContenders(r)
		samples := make([][]openSample, len(all))
		for range repetitions {
			for i, c := range all {
				s, err := c.run(rate)
				if err == nil {
					s.came, err = r.arrivals(rate)
				}
				if err != nil {
					return fmt.Errorf("%s: %w", c.name, err)
				}
				samples[i] = append(samples[i], s)
			}
		}
		fmt.Printf("open loop, %d per second, %d times %v each, medians\n", rate, repetitions, r.length)
		if err := renderOpen(os.Stdout, all, samples, rate); err != nil {
			return err
		}
		fmt.Println()
	}
	return nil
}

func openContenders(r clientRun) []openContender {
	var all []openContender
	for _, pacing := range []string{"grouped", "precise"} {
		all = append(all, openContender{"simulate, " + pacing, func(rate int) (openSample, error) {
			p, err := r.simulate("-rate", strconv.Itoa(rate), "-pacing", pacing)
			return openSample{sample: p.sample, own: fmt.Sprintf("%.3f / %.3f, %.0f", millis(p.Late50), millis(p.Late99), p.Waited)}, err
		}})
	}
	if program, ok := found("vegeta"); ok {
		all = append(all, openContender{"vegeta", func(rate int) (openSample, error) {
			s, _, err := r.vegeta(program, rate)
			return openSample{sample: s}, err
		}})
	}
	return all
}

// arrivals asks the door.
func (r clientRun) arrivals(rate int) (a arrivals, err error) {
	resp, err := http.Get(fmt.Sprintf("http://%s%s?rate=%d", r.address, arrivalsPath, rate))
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	return a, json.NewDecoder(resp.Body).Decode(&a)
}

func renderOpen(w io.Writer, all []openContender, samples [][]openSample, rate int) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "client\tCPU µs\tlow\thigh\tof vegeta\tsent %\toff p50 ms\toff p99 ms\tsays it was late p50 / p99 ms, waited %\t\n")
	last := len(all) - 1
	for i, c := range all {
		var costs, ratios, shares, p50, p99 []float64
		for n, s := range samples[i] {
			costs = append(costs, s.cost())
			ratios = append(ratios, s.cost()/samples[last][n].cost())
			shares = append(shares, 100*s.rate()/float64(rate))
			p50, p99 = append(p50, millis(s.came.P50)), append(p99, millis(s.came.P99))
		}
		ratio := "-"
		if all[last].name == "vegeta" {
			ratio = fmt.Sprintf("%.2f", median(ratios))
		}
		fmt.Fprintf(t, "%s\t%.1f\t%.1f\t%.1f\t%s\t%.1f\t%.3f\t%.3f\t%s\t\n", c.name, median(costs), slices.Min(costs), slices.Max(costs),
			ratio, median(shares), median(p50), median(p99), samples[i][len(samples[i])/2].own)
	}
	return t.Flush()
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
