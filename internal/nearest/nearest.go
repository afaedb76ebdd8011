// Package nearest finds the name that somebody may have meant.
package nearest

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// To returns the candidate closest to name without regard to case, or "" when none is close: at most a third of the
// letters of the longer one differ.
func To(name string, candidates []string) string {
	best, least := "", 0
	for _, c := range candidates {
		longest, shortest := max(len(name), len(c)), min(len(name), len(c))
		if utf8.UTFMax*shortest < longest {
			continue // some letters for each other one, whatever they are; a name can be megabytes
		}
		d := distance(strings.ToLower(name), strings.ToLower(c))
		if d*3 <= longest && (best == "" || d < least) {
			best, least = c, d
		}
	}
	return best
}

// Hint is " (did you mean X?)", or "" when nothing is close.
func Hint(name string, candidates []string) string {
	if best := To(name, candidates); best != "" {
		return ` (did you mean "` + best + `"?)`
	}
	return ""
}

// distance counts the letters to insert, delete, replace, or swap with their neighbour.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, slices.Clone(before)
	}
	return last[len(y)]
}
