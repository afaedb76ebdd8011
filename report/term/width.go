package term

import (
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/chatcb/chatcb/report/safe"
)

// Width is the number of columns that text takes.
func Width(text string) int { return runewidth.StringWidth(text) }

// Fit makes text safe and at most n columns wide, with an ellipsis where something is cut.
func Fit(text string, n int) string { return runewidth.Truncate(safe.Text(text), max(n, 1), "…") }

// Pad fills text, which may be painted, up to n columns by the width of plain.
func Pad(painted, plain string, n int) string {
	return painted + strings.Repeat(" ", max(0, n-Width(plain)))
}

// Wrap breaks text, which may be painted, into lines of at most n columns at blanks; a word that is longer stands alone, uncut, so that it can
// be copied.
func Wrap(text string, n int) []string {
	var lines []string
	line, used := "", 0
	for word := range strings.FieldsSeq(text) {
		w := Width(Plain(word))
		if used > 0 && used+1+w > n {
			lines, line, used = append(lines, line), "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+w
	}
	return append(lines, line)
}
