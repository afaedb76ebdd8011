package simulation

import (
	"math"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// smallSlots is how many stretches of time the chart of a label is divided into at most.
const smallSlots = 40

// charts draws the charts of a run.
type charts struct {
	*Simulation
	whole time.Duration // for how long requests were due, or in a closed loop sent
	// line is the timeline, in stretches of time so wide that there is something to count in each.
	line      *score.Series[score.Slot, *score.Slot]
	from, to  time.Duration                   // between which latencies all requests and the deadline are
	strongest uint32                          // cell of a slot and a row
	counts    [len(score.Slot{}.Rows)]float64 // requests by latency, over all slots
}

// charts is nil where there is no request.
func (s *Simulation) charts() *charts {
	c := &charts{Simulation: s, whole: max(s.Result.Took, 1)}
	if s.Result.Plan.Loop == "open" {
		c.whole = s.Result.Due()
	}
	c.line = s.Result.Timeline.Wide(min(c.whole/40, 250*time.Millisecond))
	low, high := -1, 0
	for i := range c.line.Slots {
		for row, n := range c.line.Slots[i].Rows {
			if n > 0 {
				if low < 0 || row < low {
					low = row
				}
				high, c.strongest = max(high, row), max(c.strongest, n)
				c.counts[row] += float64(n)
			}
		}
	}
	if low < 0 {
		return nil
	}
	c.from, c.to = rowBottom(low), max(score.RowTop(high), s.Clock.Deadline*5/4)
	return c
}

// rates are what was counted, per second. The last stretch may be cut off by the end of the run; of a short one nothing is
// told.
func rates[S any](slots []S, width, whole time.Duration, n func(*S) uint64) []float64 {
	all := make([]float64, len(slots))
	for i := range slots {
		covered := width
		if rest := whole - width*time.Duration(i); rest > 0 && rest < width {
			covered = rest
		}
		all[i] = float64(n(&slots[i])) / covered.Seconds()
		if covered < width/4 {
			all[i] = math.NaN()
		}
	}
	return all
}

// most is the highest of all values.
func most(lists ...[]float64) (top float64) {
	for _, list := range lists {
		for _, v := range list {
			if v > top { // which nothing is that is no number
				top = v
			}
		}
	}
	return top
}

// byLabel are what became of the accounts of each label over time.
func (s *charts) byLabel() (charts []*html.Chart) {
	for _, w := range s.rows() {
		t := s.Result.Labels[w.Label]
		if t == nil || len(t.Over.Slots) == 0 {
			continue // all campaigns together, or a result of before
		}
		over := t.Over.Wide(s.line.Width)
		for len(over.Slots) > smallSlots {
			over = over.Wide(over.Width * 2)
		}
		get := func(n func(*score.Fates) uint64) []float64 {
			values := rates(over.Slots, over.Width, s.whole, n)
			for i := range values {
				if math.IsNaN(values[i]) {
					values[i] = 0
				}
			}
			return values
		}
		blocked, open := get(func(f *score.Fates) uint64 { return f.Blocked }), get(func(f *score.Fates) uint64 { return f.FailOpen })
		allowed := get(func(f *score.Fates) uint64 { return f.Accounts - f.Blocked - f.FailOpen })
		c := &html.Chart{Title: string(w.Label), Small: true, Note: s.say("simulation.chart-leaked", "n", w.Leaks, "all", w.Accounts)}
		right, wrong := blocked, allowed
		if w.Label == traffic.Benign {
			c.Note = s.say("simulation.chart-blocked", "n", w.Blocked, "all", w.Accounts)
			right, wrong = wrong, right
		}
		c.Summary = c.Title + ": " + c.Note
		c.Time(s.whole)
		c.Linear(most(get(func(f *score.Fates) uint64 { return f.Accounts })), "")
		below := make([]float64, len(over.Slots))
		c.Stack("pass", "", over.Width, below, right)
		c.Stack("fail", "", over.Width, below, wrong)
		c.Stack("warn", "", over.Width, below, open)
		charts = append(charts, c)
	}
	return charts
}

// overTime are what got through, what was sent and answered, and the connections.
func (s *charts) overTime() (charts []*html.Chart) {
	r := s.Result
	var malicious score.Series[score.Fates, *score.Fates]
	friends := malicious
	for label, t := range r.Labels {
		if label == traffic.Benign {
			friends.Merge(&t.Over)
		} else {
			malicious.Merge(&t.Over)
		}
	}
	width := s.line.Width
	malicious, friends = *malicious.Wide(width), *friends.Wide(width)
	leaked := rates(malicious.Slots, width, s.whole, func(f *score.Fates) uint64 { return f.Accounts - f.Blocked })
	open := rates(s.line.Slots, width, s.whole, func(s *score.Slot) uint64 { return s.FailOpen })
	blocked := rates(friends.Slots, width, s.whole, func(f *score.Fates) uint64 { return f.Blocked })
	through := &html.Chart{
		Title: s.say("simulation.chart-wrong"), Note: s.say("simulation.chart-accounts"), Summary: s.say("simulation.chart-wrong-summary"),
	}
	through.Time(s.whole)
	through.Linear(most(leaked, open, blocked), "")
	through.Line("fail", s.say("simulation.line-leaked"), width, leaked)
	through.Line("warn", s.say("simulation.by-default"), width, open)
	through.Line("accepted", s.say("simulation.friends-blocked"), width, blocked)
	charts = append(charts, through, s.quantiles())
	if wire := r.Wire.Wide(width); len(wire.Slots) > 0 { // a result of before has none
		charts = append(charts, s.requests(wire), s.connections(wire))
	}
	return charts
}

// requests is how many requests were asked for, sent and answered.
func (s *charts) requests(wire *score.Series[score.Wire, *score.Wire]) *html.Chart {
	r := s.Result
	asked := rates(s.line.Slots, s.line.Width, s.whole, func(s *score.Slot) uint64 { return s.Requests })
	sent := rates(wire.Slots, wire.Width, s.whole, func(w *score.Wire) uint64 { return w.Sent })
	answered := rates(wire.Slots, wire.Width, s.whole, func(w *score.Wire) uint64 { return w.Answered })
	for i := range sent {
		if wire.Width*time.Duration(i) >= s.whole {
			sent[i] = math.NaN() // the last answers are waited for
		}
	}
	c := &html.Chart{Title: s.say("simulation.chart-requests"), Note: s.say("simulation.chart-second"), Summary: s.say("simulation.chart-requests-summary")}
	c.Time(max(s.whole, wire.Width*time.Duration(len(wire.Slots))))
	c.Linear(most(asked, sent, answered), "")
	if r.Plan.Loop == "open" {
		c.Line("skip", s.say("simulation.line-asked"), s.line.Width, asked)
	}
	c.Line("note", s.say("simulation.line-sent"), wire.Width, sent)
	c.Line("pass", s.say("simulation.line-answered"), wire.Width, answered)
	return c
}

// connections is how many requests were under way, each on a connection of its own, and how many connections were opened.
func (s *charts) connections(wire *score.Series[score.Wire, *score.Wire]) *html.Chart {
	opened, busy, now := make([]float64, len(wire.Slots)), make([]float64, len(wire.Slots)), uint64(0)
	for i := range wire.Slots {
		w := &wire.Slots[i]
		now += w.Sent - w.Ended
		opened[i], busy[i] = float64(w.Opened), float64(now)
	}
	c := &html.Chart{
		Title: s.say("simulation.chart-connections"), Summary: s.say("simulation.chart-connections-summary"),
		Note: s.say("simulation.chart-each", "width", report.Seconds(wire.Width)),
	}
	c.Time(max(s.whole, wire.Width*time.Duration(len(wire.Slots))))
	c.Linear(most(opened, busy), "")
	c.Line("note", s.say("simulation.line-busy"), wire.Width, busy)
	c.Line("accepted", s.say("simulation.line-opened"), wire.Width, opened)
	return c
}

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
	c := &html.Chart{
		Title: s.say("simulation.chart-quantiles"), Note: s.say("simulation.chart-when", "open", s.open()),
		Summary: s.say("simulation.chart-quantiles-summary"),
	}
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
	c := &html.Chart{
		Title: s.say("simulation.chart-heat"), Broad: true, Note: s.say("simulation.chart-heat-note"),
		Summary: s.say("simulation.chart-heat-summary"),
	}
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
				c.Cell(kind, float64(at), float64(at+t.Width), float64(rowBottom(row)), float64(score.RowTop(row)), strength, s.say("simulation.cell", "at", report.Seconds(at), "n", n, "top", report.Millis(score.RowTop(row))))
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
	c := &html.Chart{
		Title: s.say("simulation.chart-distribution"), Note: s.say("simulation.chart-distribution-note"),
		Summary: s.say("simulation.chart-distribution-summary"),
	}
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
	c := &html.Chart{
		Title: s.say("simulation.chart-percentiles"), Note: s.say("simulation.chart-percentiles-note"),
		Summary: s.say("simulation.chart-percentiles-summary"),
	}
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
