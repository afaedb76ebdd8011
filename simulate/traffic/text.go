package traffic

import (
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// pattern is a text with gaps: pieces that stand as they are, each with the gap that follows.
type pattern []piece

type piece struct {
	text string
	gap  gap
}

// gap is a place in a pattern that is filled in each time.
type gap uint8

const (
	nothing   gap = iota
	theName       // {n}, the writer's
	theFriend     // {f}
	thePlace      // {p}
	theLink       // {l}
	gapKinds
)

// fillings are what the gaps of a pattern are filled with; nothing with "".
type fillings [gapKinds]string

// parsePattern reads a pattern. Braces that name no gap stand for themselves.
func parsePattern(text string) (p pattern) {
	start := 0
	for i := 0; i+3 <= len(text); i++ {
		if text[i] != '{' || text[i+2] != '}' {
			continue
		}
		if b := gap(1 + strings.IndexByte("nfpl", text[i+1])); b != nothing {
			p = append(p, piece{text[start:i], b})
			start = i + 3
			i += 2
		}
	}
	return append(p, piece{text[start:], nothing})
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *pattern) UnmarshalText(text []byte) error {
	*p = parsePattern(string(text))
	return nil
}

func parsePatterns(texts []string) []pattern {
	all := make([]pattern, len(texts))
	for i, text := range texts {
		all[i] = parsePattern(text)
	}
	return all
}

// append appends the pattern with its gaps filled.
func (p pattern) append(dst []byte, b *fillings) []byte {
	for i := range p {
		dst = append(append(dst, p[i].text...), b[p[i].gap]...)
	}
	return dst
}

// cut returns how much of text to keep so that it is at most limit bytes long and ends between two characters as
// readers see them: neither within a code point, nor before its accents, nor within an emoji that is joined of several.
func cut(text []byte, limit int) int {
	if len(text) <= limit {
		return len(text)
	}
	keep := 0
	for characters := graphemes.FromBytes(text); characters.Next() && characters.End() <= limit; {
		keep = characters.End()
	}
	return keep
}
