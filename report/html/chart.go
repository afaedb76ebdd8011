package html

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Chart is a picture of values over time, or of how often they come. It is as wide as there is room, and its texts stay as
// large as they are: shapes are drawn in a grid of their own, from 0 to grid, and texts stand at per cents of it.
type Chart struct {
	Title, Note string
	Summary     string // for who cannot see it
	X, Y        []Tick
	Areas       []Line
	Lines       []Line
	Cells       []Heat
	Marks       []Mark
	Value       func(v float64) string // writes a value of a line; as a number if nil
	Small       bool                   // one of many
	Broad       bool                   // it has a row of its own

	x, y scale
}

// Tick is a place on an axis, in per cent, and what it stands for.
type Tick struct {
	At   float64
	Text string
	Few  bool // left out where there is little room
}

// Mark is a line across, such as the deadline.
type Mark struct {
	At      float64
	Text    string
	Upright bool
	Left    bool // the text stands to its left
}

// Line is a series, in the grid of the chart. Kinds are those of the style sheet.
type Line struct {
	Kind, Name string
	Pieces     []Piece // there is nothing to draw between them
}

// Piece is a part of a series: its points, and with a bar between them what they stand for.
type Piece struct{ Points, Values string }

// Heat is a cell of a heat map, or a bar.
type Heat struct {
	Kind       string
	X, Y, W, H int
	Opacity    string
	Title      string
}

// grid is how many steps a chart is wide and high.
const grid = 1000

// scale is where a value stands, from 0 to 1.
type scale func(v float64) float64

// Linear makes an axis of values from 0 to at least most, with round numbers and their unit at it.
func (c *Chart) Linear(most float64, unit string) {
	step := Round(most / 4)
	top := math.Max(step*math.Ceil(most/step), step)
	c.y = func(v float64) float64 { return v / top }
	for v := 0.0; v <= top+step/2; v += step {
		c.Y = append(c.Y, Tick{tenth(100 - 100*c.y(v)), fmt.Sprintf("%.3g", v) + unit, false})
	}
}

// Counts makes the upright axis one of how often something came, up to most: one, ten, a hundred and so on.
func (c *Chart) Counts(most float64) {
	top := math.Log10(1 + math.Max(most, 1))
	c.y = func(v float64) float64 { return math.Log10(1+v) / top }
	for v := 0.0; v <= most; v = math.Max(v*10, 1) {
		c.Y = append(c.Y, Tick{tenth(100 - 100*c.y(v)), fmt.Sprint(v), false})
	}
}

// logarithm is an axis of times, with one, ten, a hundred and so on at it.
func logarithm(low, high time.Duration) (s scale, ticks []Tick) {
	from, to := math.Log10(float64(max(low, time.Microsecond))), math.Log10(float64(max(high, 10*low, 10*time.Microsecond)))
	s = func(v float64) float64 { return min(max((math.Log10(math.Max(v, 1))-from)/(to-from), 0), 1) }
	for e := math.Ceil(from); e <= to; e++ {
		d := time.Duration(math.Round(math.Pow(10, e)))
		ticks = append(ticks, Tick{tenth(100 * s(float64(d))), spaced(d), false})
	}
	return s, ticks
}

// spaced writes a round time with a blank before its unit.
func spaced(d time.Duration) string {
	text := d.String()
	if i := strings.IndexAny(text, "nµmsh"); d < time.Minute && i > 0 {
		return text[:i] + " " + text[i:]
	}
	return strings.TrimSuffix(text, "0s")
}

// LogarithmicX makes the axis across one of times, LogarithmicY the upright one.
func (c *Chart) LogarithmicX(low, high time.Duration) { c.x, c.X = logarithm(low, high) }

// LogarithmicY makes the upright axis one of times.
func (c *Chart) LogarithmicY(low, high time.Duration) {
	c.y, c.Y = logarithm(low, high)
	for i := range c.Y {
		c.Y[i].At = tenth(100 - c.Y[i].At)
	}
}

// Time makes the axis of time, from 0 to whole, with round numbers at it.
func (c *Chart) Time(whole time.Duration) {
	whole = max(whole, time.Millisecond)
	c.x = func(v float64) float64 { return min(v/float64(whole), 1) }
	step := max(time.Duration(Round(float64(whole.Milliseconds())/5))*time.Millisecond, time.Millisecond)
	if step > 10*time.Second { // minutes have their own round numbers
		step = step.Round(15 * time.Second)
	}
	for at := time.Duration(0); at <= whole; at += step {
		c.X = append(c.X, Tick{tenth(100 * c.x(float64(at))), spaced(at), false})
	}
	for i := 1; i < len(c.X) && len(c.X) > 4; i += 2 {
		c.X[i].Few = true
	}
}

// Nines makes the axis of quantiles, to so many nines: the same room for each part of ten of what is left.
func (c *Chart) Nines(nines int) {
	c.x = func(q float64) float64 { return min(math.Log10(1/max(1-q, 1e-12))/float64(nines), 1) }
	c.X = []Tick{{0, "0 %", false}, {tenth(100 * c.x(0.5)), "50 %", true}}
	for n := range nines {
		text := "90 %"
		if n > 0 {
			text = strings.TrimSuffix("99."+strings.Repeat("9", n-1), ".") + " %"
		}
		c.X = append(c.X, Tick{tenth(100 * float64(n+1) / float64(nines)), text, false})
	}
}

// Across draws a line at a value, such as the deadline.
func (c *Chart) Across(v float64, text string) {
	c.Marks = append(c.Marks, Mark{At: tenth(100 - 100*c.y(v)), Text: text})
}

// Upright draws a line at a value of the axis across.
func (c *Chart) Upright(v float64, text string) {
	at := tenth(100 * c.x(v))
	c.Marks = append(c.Marks, Mark{at, text, true, at > 60})
}

func (c *Chart) point(x, y float64) string {
	return fmt.Sprintf("%.0f,%.0f", grid*c.x(x), grid-grid*c.y(y))
}

// Curve draws a series through points. What is not a number is left out.
func (c *Chart) Curve(kind, name string, xs, ys []float64) {
	line := Line{Kind: kind, Name: name}
	value := c.Value
	if value == nil {
		value = func(v float64) string { return fmt.Sprintf("%.3g", v) }
	}
	var points, values []string
	for i := range xs {
		if !math.IsNaN(ys[i]) {
			points, values = append(points, c.point(xs[i], ys[i])), append(values, value(ys[i]))
		}
		if len(points) > 0 && (math.IsNaN(ys[i]) || i == len(xs)-1) {
			if len(points) == 1 {
				points, values = append(points, points[0]), append(values, values[0]) // a dot
			}
			line.Pieces = append(line.Pieces, Piece{strings.Join(points, " "), strings.Join(values, "|")})
			points, values = nil, nil
		}
	}
	c.Lines = append(c.Lines, line)
}

// Line draws a series, a value for each stretch of time.
func (c *Chart) Line(kind, name string, width time.Duration, values []float64) {
	xs := make([]float64, len(values))
	for i := range values {
		xs[i] = (float64(i) + 0.5) * float64(width)
	}
	c.Curve(kind, name, xs, values)
}

// Stack draws what is added to below, a value for each stretch of time, as steps, and adds it.
func (c *Chart) Stack(kind, name string, width time.Duration, below, values []float64) {
	var up, back []string
	any := false
	for i, v := range values {
		from, to := float64(i)*float64(width), min(float64(i+1)*float64(width), float64(width)*float64(len(values)))
		up = append(up, c.point(from, below[i]+v), c.point(to, below[i]+v))
		back = append(back, c.point(from, below[i]), c.point(to, below[i]))
		below[i] += v
		any = any || v > 0
	}
	if !any {
		return
	}
	for i := len(back) - 1; i >= 0; i-- {
		up = append(up, back[i])
	}
	c.Areas = append(c.Areas, Line{Kind: kind, Name: name, Pieces: []Piece{{Points: strings.Join(up, " ")}}})
}

// Cell draws a cell, from one place and value to others; strength, from 0 to 1, is how much there is in it.
func (c *Chart) Cell(kind string, from, to, low, high, strength float64, title string) {
	x, y := math.Round(grid*c.x(from)), math.Round(grid-grid*c.y(high))
	c.Cells = append(c.Cells, Heat{
		kind, int(x), int(y), max(int(math.Round(grid*c.x(to))-x), 1), int(math.Round(grid-grid*c.y(low)) - y),
		strings.TrimSuffix(fmt.Sprintf("%.2f", 0.15+0.85*math.Sqrt(strength)), ".00"), title,
	})
}

// Round is the next round number: 1, 2 or 5 and zeros.
func Round(v float64) float64 {
	if v <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, n := range []float64{1, 2, 5} {
		if v <= n*unit {
			return n * unit
		}
	}
	return 10 * unit
}
