package simulation

import (
	"math"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/simulate/score"
)

func millis(v float64) string { return report.Millis(time.Duration(v)) }

// rowBottom is the shortest latency of a row of the timeline.
func rowBottom(row int) time.Duration { return score.RowTop(max(row-1, 0)) }

func (s *charts) deadline(c *html.Chart, upright bool) {
	draw := c.Across
	if upright {
		draw = c.Upright
	}
	draw(float64(s.Clock.Deadline), s.say("simulation.deadline", "deadline", report.Seconds(s.Clock.Deadline)))
}

// quantiles is latency over time, by its quantiles.
func (s *charts) quantiles() *html.Chart {
	t := s.line
	c := s.chart("quantiles", "open", s.open())
	c.Value = millis
	c.Time(s.whole)
	c.LogarithmicY(s.from, s.to)
	for _, q := range []struct {
		kind, name string
		q          float64
	}{{"skip", "max", 1}, {"warn", "p99", 0.99}, {"accepted", "p90", 0.9}, {"note", "p50", 0.5}} {
		values := make([]float64, len(t.Slots))
		for i := range t.Slots {
			if values[i] = float64(t.Slots[i].Quantile(q.q)); t.Slots[i].Requests == 0 {
				values[i] = math.NaN()
			}
		}
		c.Line(q.kind, q.name, t.Width, values)
	}
	s.deadline(c, false)
	return c
}

// heatMap is latency over time: a cell for each slot and row, stronger for more requests.
func (s *charts) heatMap() *html.Chart {
	t := s.line
	c := s.chart("heat")
	c.Broad = true
	c.Time(s.whole)
	c.LogarithmicY(s.from, s.to)
	for i := range t.Slots {
		at := t.Width * time.Duration(i)
		for row, n := range t.Slots[i].Rows {
			if n > 0 {
				kind, strength := s.lateness(row), float64(n)/float64(s.strongest)
				if kind == "fail" {
					strength = max(strength, 0.4) // they are few, and what matters
				}
				c.Cell(kind, float64(at), float64(at+t.Width), float64(rowBottom(row)), float64(score.RowTop(row)), strength,
					s.say("simulation.cell", "at", report.Seconds(at), "n", n, "top", report.Millis(score.RowTop(row))))
			}
		}
	}
	s.deadline(c, false)
	return c
}

// lateness is the kind of a row of latencies: note, or fail if they were too late.
func (s *charts) lateness(row int) string {
	if rowBottom(row) >= s.Clock.Deadline {
		return "fail"
	}
	return "note"
}

// histogram is how many requests took how long.
func (s *charts) histogram() *html.Chart {
	c := s.chart("distribution")
	c.LogarithmicX(s.from, s.to)
	c.Counts(most(s.counts[:]))
	for row, n := range s.counts {
		if n > 0 {
			c.Cell(s.lateness(row), float64(rowBottom(row)), float64(score.RowTop(row)), 0, n, 1,
				s.say("simulation.bar-of", "n", int(n), "top", report.Millis(score.RowTop(row))))
		}
	}
	s.deadline(c, true)
	return c
}

// nines is latency by quantile, and that of the earlier run.
func (s *charts) nines() *html.Chart {
	c := s.chart("percentiles")
	c.Value = millis
	nines := min(max(int(math.Log10(float64(s.Result.Latency.N())))+1, 2), 5)
	c.Nines(nines)
	c.LogarithmicY(s.from, s.to)
	var qs []float64
	for x := 0.0; x <= float64(nines); x += 0.05 {
		qs = append(qs, 1-math.Pow(10, -x))
	}
	curve := func(kind, name string, r *score.Result) {
		values := make([]float64, len(qs))
		for i, q := range qs {
			values[i] = float64(r.Latency.Quantile(q))
		}
		c.Curve(kind, name, qs, values)
	}
	if s.Before != nil {
		curve("skip", s.words.Label("before"), s.Before)
	}
	curve("note", s.words.Label("now"), s.Result)
	s.deadline(c, false)
	return c
}
