package search

import (
	"slices"

	"github.com/chatcb/chatcb/callback"
)

// together tries any two of the values that do nothing alone. What flips is shrunk to the fewest changes that do.
func (m *mapper) together(quiet [][]string) {
	levels := make([]int, len(quiet))
	for i := range quiet {
		levels[i] = min(len(quiet[i]), mapPaired)
	}
	c := newCovering(levels)
	m.banSelf(c, quiet)
	for row := c.next(); row != nil && m.ctx.Err() == nil && !m.dropped; row = c.next() {
		set, cells := choices(row, quiet), cellsOf(row)
		if m.decide(set) == m.decision {
			m.out.Pairs += c.cover(row)
			continue
		}
		fewest := m.fewest(set)
		set, cells = only(set, fewest), only(cells, fewest)
		after := m.decide(set)
		if after != m.decision && m.confirmed(set, after) {
			m.found(set, after)
			m.out.Pairs++
			c.ban(cells)
		} else {
			c.cover(row) // noise, which is counted: what the row would have shown is not known
		}
	}
}

// fewest looks for the fewest of the changes that flip the decision: first those of fields that are known to, then fewer
// and fewer of all.
func (m *mapper) fewest(set []choice) []int {
	flips := func(some []int) bool { return m.decide(only(set, some)) != m.decision }
	for i := range m.out.Dependences {
		var some []int
		names := m.out.Dependences[i].Fields()
		for at, c := range set {
			if slices.Contains(names, m.fields[c.field].name) {
				some = append(some, at)
			}
		}
		if len(some) == len(names) && len(some) > 1 && flips(some) {
			return some
		}
	}
	all := make([]int, len(set))
	for i := range all {
		all[i] = i
	}
	return shrink(all, 4*len(all), flips)
}

// banSelf keeps people from asking to add themselves.
func (m *mapper) banSelf(c *covering, quiet [][]string) {
	at := func(s callback.Slot) int {
		return slices.IndexFunc(m.fields, func(f field) bool { return f.account == s })
	}
	to := at(callback.To)
	for _, from := range []int{at(callback.From), at(callback.Requester)} {
		for i := range c.levels[from] {
			for j := range c.levels[to] {
				if quiet[from][i] == quiet[to][j] {
					c.ban([]cell{{from, i + 1}, {to, j + 1}})
				}
			}
		}
	}
}

func choices(row []int, values [][]string) (set []choice) {
	for field, v := range row {
		if v > 0 {
			set = append(set, choice{field, values[field][v-1]})
		}
	}
	return set
}

func cellsOf(row []int) (cells []cell) {
	for factor, v := range row {
		if v > 0 {
			cells = append(cells, cell{factor, v})
		}
	}
	return cells
}

// only are the elements at these places.
func only[T any](all []T, at []int) (some []T) {
	for _, i := range at {
		some = append(some, all[i])
	}
	return some
}
