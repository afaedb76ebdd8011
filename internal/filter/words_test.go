package filter

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/conformance"
)

// Words are a short way to write expressions, and what is an expression is read as one.
func TestWords(t *testing.T) {
	of := sample()
	for text, want := range map[string]bool{
		"from:alice": true, "from:al*": true, "from:bob": false, "to:carol": true, "-to:carol": false, "from:alice effect:block": true,
		`hello`: true, `"buy now"`: true, `-"buy now"`: false, `"buy later"`: false, "38001": false,
		`like(from, "a*e")`: true, `late`: false, "not late": true, "seq:7 status:200 guarded:no": true,
	} {
		f, err := Compile(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, err := f.Matcher(conformance.Judge{}).Match(of); got != want || err != nil {
			t.Errorf("%s: got %v, %v, want %v", text, got, err, want)
		}
	}
}

// A word that is nearly a name is a slip of the pen, and no text to look for.
func TestNearlyNames(t *testing.T) {
	for text, want := range map[string]string{"lat": `did you mean "late"?`, "from:alice account == \"bob\"": "unexpected token", "form:alice": `did you mean "from"?`, "status:ok": "wanted a number"} {
		if _, err := Compile(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}
