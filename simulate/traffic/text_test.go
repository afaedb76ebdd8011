package traffic

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPattern(t *testing.T) {
	b := fillings{theName: "N", theFriend: "F", thePlace: "{f}", theLink: "L"}
	for pattern, want := range map[string]string{
		"": "", "plain": "plain", "{n}{f}{p}{l}": "NF{f}L", "a{n}b": "aNb", "{": "{", "{n": "{n", "{x}": "{x}", "{{n}}": "{N}",
		"{nn}": "{nn}", "{N}{ n}": "{N}{ n}", "你{n}好{": "你N好{",
	} {
		if got := string(parsePattern(pattern).append(nil, &b)); got != want {
			t.Errorf("%q: got %q, want %q", pattern, got, want)
		}
	}
}

// A cut leaves whole characters as readers see them; what would be torn goes as a whole.
func TestCut(t *testing.T) {
	for _, tt := range []struct {
		text  string
		limit int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abc", 2, "ab"},
		{"abc", 0, ""},
		{"你好", 5, "你"},
		{"你好", 2, ""},
		{"ae\u0301", 2, "a"},         // e and its accent
		{"ae\u0301x", 4, "ae\u0301"}, // with room for both
		{"a😀", 4, "a"},               // within a code point
		{"a👋🏻", 5, "a"},              // before the skin tone
		{"a👨‍👩‍👧b", 12, "a"},         // within a family, after a joiner
		{"a👨‍👩‍👧b", 19, "a👨‍👩‍👧"},                 // after it
		{"🇲🇽🇹🇼", 12, "🇲🇽"},                        // within the second flag
		{"🇲🇽🇹🇼", 8, "🇲🇽"},                         // between two flags
		{"a❤\ufe0f", 4, "a"},                      // before the variation selector
		{"कृष्णा", 6, "कृ"},                       // after two whole syllables' bytes
		{"क्ष", 6, ""},                            // after the mark that joins two consonants
		{"นำ", 3, ""},                             // before a vowel that belongs to it
		{strings.Repeat("\u0301", 5), 4, ""},      // nothing but accents
		{"1\ufe0f\u20e3", 4, ""},                  // within a keycap
		{"\u05e9\u05b8\u05dc", 4, "\u05e9\u05b8"}, // Hebrew with a point
	} {
		if got := tt.text[:cut([]byte(tt.text), tt.limit)]; got != tt.want {
			t.Errorf("%q to %d bytes: got %q, want %q", tt.text, tt.limit, got, tt.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("a👨‍👩‍👧🇲🇽é", 9)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = max(limit, 0)
		n := cut([]byte(text), limit)
		if n < 0 || n > limit && n != len(text) || n > len(text) || len(text) <= limit && n != len(text) {
			t.Fatalf("%q to %d: got %d", text, limit, n)
		}
		if utf8.ValidString(text) && !utf8.ValidString(text[:n]) {
			t.Fatalf("%q to %d: got %q, which is torn", text, limit, text[:n])
		}
	})
}
