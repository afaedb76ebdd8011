package html

import (
	"strings"
	"testing"
)

// FuzzCompare: leaving out what was inserted gives the first text, and leaving out what was deleted the second.
func FuzzCompare(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add("", "x")
	f.Add(`{"a":1}`+"\r\n", `{"a":[1]}`)
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 1000 {
			return
		}
		var before, after strings.Builder
		for _, s := range Difference([]byte(a), []byte(b), 0) {
			if s.Class != Added {
				before.WriteString(string(s.Text))
			}
			if s.Class != Removed {
				after.WriteString(string(s.Text))
			}
		}
		if got, want := before.String(), spelt(a); got != want {
			t.Errorf("got %q without what was inserted, want %q", got, want)
		}
		if got, want := after.String(), spelt(b); got != want {
			t.Errorf("got %q without what was deleted, want %q", got, want)
		}
	})
}

// spelt is a message as the page shows it, without marks.
func spelt(message string) string {
	var s spans
	var b strings.Builder
	for _, w := range words([]byte(message)) {
		s.words("", w)
	}
	for _, p := range s.list {
		b.WriteString(string(p.Text))
	}
	return b.String()
}
