package traffic

import (
	_ "embed" // the languages
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// language is one of the languages of the world with the region where it is spoken: who lives there, when they are awake,
// where they dial in from, and what they write, campaigns included.
type language struct {
	Code   string   `json:"code"`  // as in BCP 47
	Share  float64  `json:"share"` // of the world's users
	Zone   int      `json:"zone"`  // minutes east of Greenwich
	IOS    int      `json:"ios"`   // of 100 phones
	Dial   string   `json:"dial"`  // how phone numbers start
	Blocks []string `json:"blocks"`
	Block6 string   `json:"block6"`

	Names    []string  `json:"names"`
	Logins   []string  `json:"logins"` // the same names as they stand in account ids
	Places   []string  `json:"places"`
	Wordings []pattern `json:"wordings"`
	Closings []string  `json:"closings"` // what may follow a wording
	Remarks  []pattern `json:"remarks"`
	Groups   []pattern `json:"groups"`

	// The texts of campaigns.
	Advertisements []pattern `json:"advertisements"`
	Openers        []pattern `json:"openers"` // seem harmless
	Reproaches     []pattern `json:"reproaches"`
	Links          []pattern `json:"links"`
	Officials      []pattern `json:"officials"` // of false officials
	Titles         []pattern `json:"titles"`    // their remarks
}

// The shares, clocks and address blocks of languages.json are plausible, not measured; none of the blocks is private,
// reserved or kept for documentation. Adding a language takes an element there.
//
//go:embed languages.json
var languagesJSON []byte

// languages lists the languages of the world. Nobody may change them.
var languages = sync.OnceValue(func() (all []*language) {
	if err := json.Unmarshal(languagesJSON, &all); err != nil {
		panic(fmt.Sprintf("languages.json: %v", err)) // which a test holds
	}
	return all
})

// Languages lists the codes of the languages of the world, as in World.Languages.
func Languages() []string {
	var codes []string
	for _, l := range languages() {
		codes = append(codes, l.Code)
	}
	return codes
}

// UsualHours is how many friend requests people send by the hour of their own day, in no unit.
func UsualHours() []float64 {
	return []float64{
		3, 1.6, 0.9, 0.6, 0.5, 0.7, 1.5, 3, 4.6, 5.4, 5.8, 6.2, 7, 6.4, 5.6, 5.5, 5.8, 6.4, 7.6, 8.8, 9.8, 10, 8.2, 5.4,
	}
}

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
