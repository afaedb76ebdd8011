package safe

import (
	"fmt"
	"unicode/utf8"
)

// Clip shortens a long text in its middle and says by how much.
func Clip(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	head, tail := text[:runeStart(text, limit*2/3)], text[runeStart(text, len(text)-limit/3):]
	return fmt.Sprintf("%s … %d bytes … %s", head, len(text)-len(head)-len(tail), tail)
}

// runeStart is i, or a little less where that would cut a character.
func runeStart(text string, i int) int {
	for back := range utf8.UTFMax {
		if i-back >= 0 && utf8.RuneStart(text[i-back]) {
			return i - back
		}
	}
	return i
}
