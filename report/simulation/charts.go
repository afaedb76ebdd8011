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
	*view
	whole time.Duration // for how long requests were due, or in a closed loop sent
	// line is the timeline, in stretches of time so wide that there is something to count in each.
	line      *score.Series[score.Slot]
	from, to  time.Duration                   // between which latencies all requests and the deadline are
	strongest uint32                          // cell of a slot and a row
	counts    [len(score.Slot{}.Rows)]float64 // requests by latency, over all slots
}

// charts is nil where there is no request.
func (s *view) charts() *charts {
	c := &charts{view: s, whole: max(s.Result.Took, 1)}
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

// chart is a chart with what it says of itself; the arguments are those of its note.
func (s *charts) chart(name string, args ...any) *html.Chart {
	key := "simulation.chart-" + name
	return &html.Chart{Title: s.say(key), Note: s.say(key+"-note", args...), Summary: s.say(key + "-summary")}
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
	for _, w := range s.Rows() {
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
		if !w.Label.Malicious() {
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
	var malicious score.Series[score.Fates]
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
	through := s.chart("wrong")
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
func (s *charts) requests(wire *score.Series[score.Wire]) *html.Chart {
	r := s.Result
	asked := rates(s.line.Slots, s.line.Width, s.whole, func(s *score.Slot) uint64 { return s.Requests })
	sent := rates(wire.Slots, wire.Width, s.whole, func(w *score.Wire) uint64 { return w.Sent })
	answered := rates(wire.Slots, wire.Width, s.whole, func(w *score.Wire) uint64 { return w.Answered })
	for i := range sent {
		if wire.Width*time.Duration(i) >= s.whole {
			sent[i] = math.NaN() // the last answers are waited for
		}
	}
	c := s.chart("requests")
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
func (s *charts) connections(wire *score.Series[score.Wire]) *html.Chart {
	opened, busy, now := make([]float64, len(wire.Slots)), make([]float64, len(wire.Slots)), uint64(0)
	for i := range wire.Slots {
		w := &wire.Slots[i]
		now += w.Sent - w.Ended
		opened[i], busy[i] = float64(w.Opened), float64(now)
	}
	c := s.chart("connections", "width", report.Seconds(wire.Width))
	c.Time(max(s.whole, wire.Width*time.Duration(len(wire.Slots))))
	c.Linear(most(opened, busy), "")
	c.Line("note", s.say("simulation.line-busy"), wire.Width, busy)
	c.Line("accepted", s.say("simulation.line-opened"), wire.Width, opened)
	return c
}
