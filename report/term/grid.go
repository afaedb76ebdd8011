package term

import (
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// Grid is text in rows of cells. Every row has as many.
type Grid [][]Text

// Lines are the rows, a line each, with two blanks between columns. Columns of numbers stand to the right.
func (g Grid) Lines(number func(column int) bool) (lines []Text) {
	align := make(tw.Alignment, len(g[0]))
	for i := range align {
		align[i] = tw.AlignLeft
		if number(i) {
			align[i] = tw.AlignRight
		}
	}
	var text strings.Builder
	table := tablewriter.NewTable(
		&text,
		tablewriter.WithRendition(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
		}),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithPadding(tw.Padding{Left: "", Right: "  ", Overwrite: true}),
	)
	for _, row := range g {
		cells := make([]any, len(row))
		for i, cell := range row {
			cells[i] = cell
		}
		_ = table.Append(cells...) // fails only for values that are no texts
	}
	_ = table.Render() // fails only where writing fails, and a Builder does not
	for line := range strings.Lines(text.String()) {
		lines = append(lines, Text{strings.TrimRight(line, " \n")}) // its cells are harmless
	}
	return lines
}
