package html

import (
	"fmt"
	"html/template"
	"slices"

	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
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
	Text      string
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
	return Cell{Text: fmt.Sprint(n), Kind: kind}
}

// Cells makes plain cells of texts.
func Cells(texts ...string) (list []Cell) {
	for _, t := range texts {
		list = append(list, Cell{Text: t})
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

// Show prints the table, if it is narrow enough.
func (table *Table) Show(t *term.Terminal) {
	if len(table.Rows) == 0 {
		return
	}
	grid := term.Grid{{}}
	for _, c := range table.Head {
		grid[0] = append(grid[0], t.Faint(c.Text))
	}
	paints := map[string]func(any) term.Text{"fail": t.Bad, "warn": t.Bad, "note": t.Doubtful, "accepted": t.Doubtful}
	for _, row := range table.Rows {
		var cells []term.Text
		for _, cell := range row.Cells {
			text := term.Harmless(cell.Text)
			if paint := paints[cell.Kind]; paint != nil {
				text = paint(text)
			}
			cells = append(cells, text)
		}
		grid = append(grid, cells)
	}
	lines := grid.Lines(func(i int) bool { return table.Head[i].Number })
	if slices.ContainsFunc(lines, func(line term.Text) bool { return line.Width() > t.Width }) {
		return
	}
	for _, line := range lines {
		t.Printf("%s\n", line)
	}
	t.Printf("\n")
}

// Markdown is the table in Markdown, what is bad in it in bold.
func (table Table) Markdown() safe.Own {
	if len(table.Rows) == 0 {
		return safe.Own{}
	}
	head, line := "|", "|"
	for _, c := range table.Head {
		head += fmt.Sprintf(" %s |", safe.MarkdownText(c.Text))
		line += map[bool]string{true: "--:|", false: ":--|"}[c.Number]
	}
	text := head + "\n" + line
	for _, row := range table.Rows {
		text += "\n|"
		for i, cell := range row.Cells {
			format := " %s |"
			if cell.Kind == "fail" || row.Strong && i == 0 {
				format = " **%s** |"
			}
			text += fmt.Sprintf(format, safe.MarkdownText(cell.Text))
		}
	}
	return safe.Raw(text + "\n\n")
}

// MarkdownFuncs are what templates of Markdown have beside the functions of all templates.
func MarkdownFuncs() template.FuncMap {
	return template.FuncMap{
		"code":  func(most int, text string) safe.Own { return safe.Code(safe.Clip(text, most)) },
		"lines": func(most int, text string) safe.Own { return safe.CodeBlock(safe.Clip(text, most)) },
		"table": Table.Markdown,
	}
}
