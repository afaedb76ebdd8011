package html

import (
	"fmt"
	"html/template"

	"github.com/chatcb/chatcb/report/safe"
)

// Table is a table that scrolls where it is too wide. Its first column names the rows.
type Table struct {
	Anchor, Title, Note string
	Head                []Column
	Rows                []Row
}

// Column is the head of a column.
type Column struct {
	Text   string
	Number bool // to the right
	Long   bool // its texts may be broken into lines
}

// Row is a row, Strong if it sums up the others.
type Row struct {
	Cells  []Cell
	Strong bool
}

// Cell is a text in a table.
type Cell struct {
	Text      safe.Untrusted
	Kind      string       // its colour, or ""
	Href      template.URL // within the page
	Bar       *Bar
	Intervals *Intervals
}

// Number is a cell with a number, in the colour of its kind unless it is 0.
func Number[N int | uint64](n N, kind string) Cell {
	if n == 0 {
		return Cell{Text: "·"}
	}
	return Cell{Text: safe.Untrusted(fmt.Sprint(n)), Kind: kind}
}

// Cells makes plain cells of texts.
func Cells(texts ...string) (list []Cell) {
	for _, t := range texts {
		list = append(list, Cell{Text: safe.Untrusted(t)})
	}
	return list
}

// Bar is a whole in its parts.
type Bar struct {
	Label string // for who cannot see it
	Parts []BarPart
}

// BarPart is a part of a bar, in per cent of its length.
type BarPart struct {
	Kind     string
	X, Width float64
}

// NewBar makes a bar of shares of one whole, in their order.
func NewBar(label string, kinds []string, shares ...float64) *Bar {
	b, at := &Bar{Label: label}, 0.0
	for i, share := range shares {
		if share > 0 {
			b.Parts = append(b.Parts, BarPart{kinds[i], tenth(at), tenth(share * 100)})
		}
		at += share * 100
	}
	return b
}

// Intervals lie on one axis, one below the other: between which values something lies.
type Intervals struct {
	Label string  // for who cannot see it
	Zero  float64 // where nothing changes, in per cent of the axis; below 0 is nowhere
	List  []Interval
}

// Interval is from X, in per cent of the axis, and has a dot where the estimate is.
type Interval struct {
	Kind          string
	X, Width, Dot float64
	Y             int
}

// Add adds an interval, in per cent of the axis.
func (s *Intervals) Add(kind string, low, high, dot float64) {
	low, high = min(max(low, 0), 100), min(max(high, 0), 100)
	s.List = append(s.List, Interval{kind, tenth(low), tenth(max(high-low, 0.6)), tenth(min(max(dot, 0), 100)), 10 * len(s.List)})
}

// Height is that of the picture.
func (s *Intervals) Height() int { return 10*len(s.List) + 2 }

func tenth(f float64) float64 { return float64(int(f*10+0.5)) / 10 }
