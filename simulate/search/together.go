package search

import (
	"slices"

	"github.com/chatcb/chatcb/callback"
)

// together tries any two of the values that do nothing alone. What flips is shrunk to the fewest changes that do.
func (m *mapper) together() {
	levels := make([]int, len(m.values))
	for i := range m.values {
		levels[i] = min(len(m.values[i]), mapPaired)
	}
	c := newCovering(levels)
	m.banSelf(c)
	for row := c.next(); row != nil && m.ctx.Err() == nil && !m.dropped; row = c.next() {
		set := cellsOf(row)
		if m.decide(set) == m.decision {
			m.out.Pairs += c.cover(row)
			continue
		}
		set = only(set, m.fewest(set))
		after := m.decide(set)
		if after != m.decision && m.confirmed(set, after) {
			m.found(set, after)
			m.out.Pairs++
			c.ban(set)
		} else {
			c.cover(row) // noise, which is counted: what the row would have shown is not known
		}
	}
}

// fewest looks for the fewest of the changes that flip the decision: first those of fields that are known to, then fewer
// and fewer of all.
func (m *mapper) fewest(set []cell) []int {
	flips := func(some []int) bool { return m.decide(only(set, some)) != m.decision }
	for i := range m.out.Dependences {
		var some []int
		names := m.out.Dependences[i].Fields()
		for at, c := range set {
			if slices.Contains(names, m.fields[c.factor].name) {
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
func (m *mapper) banSelf(c *covering) {
	at := func(s callback.Slot) int {
		return slices.IndexFunc(m.fields, func(f field) bool { return f.account == s })
	}
	to := at(callback.To)
	for _, from := range []int{at(callback.From), at(callback.Requester)} {
		for i := range c.levels[from] {
			for j := range c.levels[to] {
				if m.values[from][i] == m.values[to][j] {
					c.ban([]cell{{from, i + 1}, {to, j + 1}})
				}
			}
		}
	}
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
