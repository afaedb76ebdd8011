package safe

import (
	"fmt"
	"slices"
	"strings"
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

func JoinNonEmpty(sep string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), sep)
}

// OrElse is the first text that is not empty.
func OrElse(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
