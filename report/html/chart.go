package html

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Chart is a picture of what happened over time.
type Chart struct {
	Anchor, Title, Note string
	Summary             string // for who cannot see it
	X, Y                []Tick
	Lines               []Line
	Cells               []Heat
	Mark                *Tick // a line across, such as the deadline

	whole time.Duration // the width
	y     func(v float64) float64
}

// Tick is a place on an axis, and what it stands for.
type Tick struct {
	At   float64
	Text string
}

// Line is a series. Kinds are those of the style sheet.
type Line struct{ Kind, Name, Points string }

// Heat is a cell of a heat map.
type Heat struct {
	X, Y, W, H float64
	Opacity    string
	Title      string
}

// The places of a chart, in its own units.
const (
	chartWidth  = 760
	chartHeight = 240
	chartLeft   = 70
	chartRight  = chartWidth - 20
	chartTop    = 14
	chartBottom = chartHeight - 26
)

// Width, Height, Left, Right, Top and Bottom are for the template.
func (c *Chart) Width() int { return chartWidth }

// Height is the height of the picture.
func (c *Chart) Height() int { return chartHeight }

// Left is where the axis of values stands.
func (c *Chart) Left() int { return chartLeft }

// Right is where the picture of the values ends.
func (c *Chart) Right() int { return chartRight }

// Top is where the highest value stands.
func (c *Chart) Top() int { return chartTop }

// Bottom is where the axis of time stands.
func (c *Chart) Bottom() int { return chartBottom }

// Linear makes an axis of values from 0 to at least most, with round numbers at it.
func (c *Chart) Linear(most float64) {
	step := Round(most / 4)
	top := math.Max(step*math.Ceil(most/step), step)
	c.y = func(v float64) float64 { return chartBottom - (chartBottom-chartTop)*v/top }
	for v := 0.0; v <= top+step/2; v += step {
		c.Y = append(c.Y, Tick{tenth(c.y(v)), fmt.Sprintf("%.3g", v)})
	}
}

// Logarithmic makes an axis of times, one, ten, a hundred and so on at it.
func (c *Chart) Logarithmic(low, high time.Duration) {
	from, to := math.Log10(float64(max(low, time.Microsecond))), math.Log10(float64(max(high, 10*low, 10*time.Microsecond)))
	c.y = func(v float64) float64 {
		share := (math.Log10(math.Max(v, 1)) - from) / (to - from)
		return chartBottom - (chartBottom-chartTop)*min(max(share, 0), 1)
	}
	for e := math.Ceil(from); e <= to; e++ {
		d := time.Duration(math.Round(math.Pow(10, e)))
		c.Y = append(c.Y, Tick{tenth(c.y(float64(d))), d.String()})
	}
}

// Time makes the axis of time, from 0 to whole, with round numbers at it.
func (c *Chart) Time(whole time.Duration) {
	c.whole = max(whole, 1)
	step := time.Duration(Round(float64(whole.Milliseconds())/6)) * time.Millisecond
	if step > 10*time.Second { // minutes have their own round numbers
		step = max(step.Round(15*time.Second), 15*time.Second)
	}
	for at := time.Duration(0); at <= whole; at += max(step, time.Millisecond) {
		c.X = append(c.X, Tick{c.x(at), at.String()})
	}
}

func (c *Chart) x(at time.Duration) float64 {
	return tenth(chartLeft + (chartRight-chartLeft)*float64(at)/float64(c.whole))
}

// Across draws a line at a value, such as the deadline.
func (c *Chart) Across(v float64, text string) { c.Mark = &Tick{tenth(c.y(v)), text} }

// Line draws a series, a value for each stretch of time.
func (c *Chart) Line(kind, name string, width time.Duration, values []float64) {
	var b strings.Builder
	for i, v := range values {
		fmt.Fprintf(&b, "%g,%g ", c.x(width*time.Duration(i)+width/2), tenth(c.y(v)))
	}
	c.Lines = append(c.Lines, Line{kind, name, strings.TrimSpace(b.String())})
}

// Heat draws a cell, from one time and value to others; share says how much of the most there is in it.
func (c *Chart) Heat(from, to time.Duration, low, high, share float64, title string) {
	top, x := c.y(high), c.x(from)
	c.Cells = append(c.Cells, Heat{
		x, tenth(top), tenth(c.x(to) - x), tenth(c.y(low) - top), fmt.Sprintf("%.2f", 0.15+0.85*math.Sqrt(share)), title,
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
