package search

// covering makes rows of values, one for each factor, so that any two values of two factors stand together in one of
// them: a covering array of strength two. It is greedy, one row at a time, because what a row shows may forbid values
// that stand together in later ones.
type covering struct {
	levels []int    // of each factor, how many values it has besides 0, which is to leave it as it is
	pairs  []couple // all of them, always in the same order
	open   map[couple]bool
	banned [][]cell
}

// cell is a value of a factor, from 1.
type cell struct{ factor, value int }

// couple is a pair of cells, the one of the lower factor first.
type couple [2]cell

func newCovering(levels []int) *covering {
	c := &covering{levels: levels, open: map[couple]bool{}}
	for i := range levels {
		for j := i + 1; j < len(levels); j++ {
			for v := range levels[i] * levels[j] {
				p := couple{{i, 1 + v/levels[j]}, {j, 1 + v%levels[j]}}
				c.pairs, c.open[p] = append(c.pairs, p), true
			}
		}
	}
	return c
}

// next returns a row with a pair that has not been covered, and as many more as it finds; nil if there is none. It does
// not count as covered yet.
func (c *covering) next() []int {
	for _, p := range c.pairs {
		if !c.open[p] {
			continue
		}
		row := make([]int, len(c.levels))
		row[p[0].factor], row[p[1].factor] = p[0].value, p[1].value
		for c.fill(row) {
		}
		return row
	}
	return nil
}

// fill puts the cell into the row that covers most with what stands there, and of those that cover as much the one that
// could cover most with what may come. It returns false if none covers anything.
func (c *covering) fill(row []int) bool {
	best, most, left := cell{}, 0, 0
	for f := range row {
		if row[f] != 0 {
			continue
		}
		for v := 1; v <= c.levels[f]; v++ {
			row[f] = v
			gain, rest := c.gain(row, f)
			if (gain > most || gain == most && rest > left) && !c.forbids(row) {
				best, most, left = cell{f, v}, gain, rest
			}
		}
		row[f] = 0
	}
	if best.value > 0 {
		row[best.factor] = best.value
	}
	return best.value > 0
}

// gain counts the open pairs of a factor's value in the row: with what stands there, and with what could.
func (c *covering) gain(row []int, factor int) (gain, rest int) {
	for other, v := range row {
		switch {
		case other == factor:
		case v != 0:
			if c.open[pairOf(cell{factor, row[factor]}, cell{other, v})] {
				gain++
			}
		default:
			for w := range c.levels[other] {
				if c.open[pairOf(cell{factor, row[factor]}, cell{other, w + 1})] {
					rest++
				}
			}
		}
	}
	return gain, rest
}

func pairOf(a, b cell) couple {
	if a.factor > b.factor {
		a, b = b, a
	}
	return couple{a, b}
}

// cover counts the pairs of a row as covered, and returns how many of them were not before.
func (c *covering) cover(row []int) (fresh int) {
	for i, v := range row {
		for j := i + 1; j < len(row); j++ {
			if p := (couple{{i, v}, {j, row[j]}}); c.open[p] {
				delete(c.open, p)
				fresh++
			}
		}
	}
	return fresh
}

// ban keeps cells from standing together in a row again. Two of them count as covered.
func (c *covering) ban(cells []cell) {
	c.banned = append(c.banned, cells)
	if len(cells) == 2 {
		delete(c.open, pairOf(cells[0], cells[1]))
	}
}

// forbids reports whether cells stand together in the row that must not.
func (c *covering) forbids(row []int) bool {
	for _, cells := range c.banned {
		all := true
		for _, x := range cells {
			all = all && row[x.factor] == x.value
		}
		if all {
			return true
		}
	}
	return false
}
