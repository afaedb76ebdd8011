package term

// Grid is text in rows of cells. Every row has as many.
type Grid [][]Text

// columns are how wide the columns are: as their widest cell.
func (g Grid) columns() []int {
	widths := make([]int, len(g[0]))
	for _, row := range g {
		for i, cell := range row {
			widths[i] = max(widths[i], cell.Width())
		}
	}
	return widths
}

// Width is how wide all of it is, with two blanks between columns.
func (g Grid) Width() int {
	n := -2
	for _, w := range g.columns() {
		n += w + 2
	}
	return n
}

// Lines are the rows, a line each. Columns of numbers stand to the right.
func (g Grid) Lines(number func(column int) bool) (lines Text) {
	widths := g.columns()
	for _, row := range g {
		line := Text{}
		for i, cell := range row {
			format := "%s%-*s  "
			if number(i) {
				format = "%s%*s  "
			}
			line = Textf(format, line, widths[i], cell)
		}
		lines.s += line.TrimRight().s + "\n"
	}
	return lines
}
