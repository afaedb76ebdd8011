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
	Text safe.Untrusted
	Kind string       // its colour, or ""
	Href template.URL // within the page
	Bar  *Bar
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

func tenth(f float64) float64 { return float64(int(f*10+0.5)) / 10 }
