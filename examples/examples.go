// Package examples holds whole receivers, one folder a language: what `chatcb explain --lang` prints, to begin from. Each is
// proved by the catalogue of scenarios.
package examples

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
)

//go:embed go node python java php
var files embed.FS

// Receiver is a complete receiver that conforms: it checks SdkAppid and Sign, decides over every account,
// and answers what it cannot decide with FAIL and a code in the range. The other callbacks of the app it lets through. It
// needs nothing but its language.
type Receiver struct {
	Lang  string // as in --lang
	File  string // its usual name
	Start string // the command that starts it; SDKAPPID, TOKEN and PORT are in the environment
}

// MarshalJSON writes a receiver with its code.
func (r Receiver) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"lang": r.Lang, "file": r.File, "start": r.Start, "source": r.Source()})
}

// Receivers lists the receivers.
func Receivers() []Receiver {
	return []Receiver{
		{"go", "receiver.go", "go run receiver.go"},
		{"node", "receiver.mjs", "node receiver.mjs"},
		{"python", "receiver.py", "python3 receiver.py"},
		{"java", "Receiver.java", "java Receiver.java"},
		{"php", "receiver.php", "php -S 127.0.0.1:3000 receiver.php"},
	}
}

// ByLang finds a receiver. The error suggests the language that may have been meant.
func ByLang(lang string) (Receiver, error) {
	names := Languages()
	for _, r := range Receivers() {
		if r.Lang == lang {
			return r, nil
		}
	}
	return Receiver{}, fmt.Errorf("no receiver in %q%s; there are %s", lang, nearest.Hint(lang, names), strings.Join(names, ", "))
}

// Languages lists what --lang takes.
func Languages() []string {
	var names []string
	for _, r := range Receivers() {
		names = append(names, r.Lang)
	}
	return names
}

// Source is the text of the receiver.
func (r Receiver) Source() string {
	text, _ := files.ReadFile(r.Lang + "/" + r.File) // embedded: it is there
	return string(text)
}
