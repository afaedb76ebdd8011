package search

import (
	"fmt"
	"slices"
	"testing"
)

// TestCoveringCoversAllPairs proves that any two values stand together in a row, that nothing banned does, and that
// there are not many more rows than there must be.
func TestCoveringCoversAllPairs(t *testing.T) {
	for _, tt := range []struct {
		levels []int
		banned [][]cell
		most   int // rows
	}{
		{[]int{}, nil, 0},
		{[]int{3}, nil, 0},
		{[]int{2, 3}, nil, 6},
		{[]int{3, 0, 3, 0}, nil, 9},
		{[]int{1, 1, 1, 1, 1, 1, 1, 1}, nil, 1},
		{[]int{2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, nil, 10},
		{[]int{3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, nil, 24},
		{[]int{1, 2, 3, 4}, nil, 14},
		{[]int{3, 3, 3}, [][]cell{{{0, 1}, {1, 1}}, {{0, 2}, {2, 3}}}, 14},
		{[]int{2, 2, 2}, [][]cell{{{0, 1}, {1, 1}, {2, 1}}}, 9},
	} {
		t.Run(fmt.Sprint(tt.levels, tt.banned), func(t *testing.T) {
			c := newCovering(tt.levels)
			for _, b := range tt.banned {
				c.ban(b)
			}
			seen, rows := map[couple]bool{}, 0
			for row := c.next(); row != nil; row = c.next() {
				if rows++; rows > tt.most {
					t.Fatalf("got more than %d rows", tt.most)
				}
				if c.forbids(row) || len(row) != len(tt.levels) {
					t.Errorf("got the row %v, which is banned or has another length", row)
				}
				for i, v := range row {
					if v < 0 || v > tt.levels[i] {
						t.Fatalf("got the row %v, want values up to %v", row, tt.levels)
					}
				}
				if c.cover(row) == 0 {
					t.Fatalf("got the row %v, which covers nothing", row)
				}
				for _, a := range cellsOf(row) {
					for _, b := range cellsOf(row) {
						if a.factor < b.factor {
							seen[couple{a, b}] = true
						}
					}
				}
			}
			for _, p := range newCovering(tt.levels).pairs {
				banned := slices.ContainsFunc(tt.banned, func(b []cell) bool { return slices.Equal(b, p[:]) })
				if seen[p] == banned {
					t.Errorf("got %v covered %v, banned %v", p, seen[p], banned)
				}
			}
		})
	}
}
