package report

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
)

//go:embed handlers/receiver.* handlers/Receiver.java
var handlerFiles embed.FS

// Handler is a complete receiver that conforms, to begin from: it checks SdkAppid and Sign, decides over every account,
// and answers what it cannot decide with FAIL and a code in the range. It needs nothing but its language.
type Handler struct {
	Lang  string // as in --lang
	File  string // its usual name
	Start string // the command that starts it; SDKAPPID, TOKEN and PORT are in the environment
}

// MarshalJSON writes a receiver with its code.
func (h Handler) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"lang": h.Lang, "file": h.File, "start": h.Start, "source": h.Source()})
}

// Handlers lists the receivers.
func Handlers() []Handler {
	return []Handler{
		{"go", "receiver.go", "go run receiver.go"},
		{"node", "receiver.mjs", "node receiver.mjs"},
		{"python", "receiver.py", "python3 receiver.py"},
		{"java", "Receiver.java", "java Receiver.java"},
		{"php", "receiver.php", "php -S 127.0.0.1:3000 receiver.php"},
	}
}

// HandlerByLang finds a receiver. The error suggests the language that may have been meant.
func HandlerByLang(lang string) (Handler, error) {
	names := handlerLangs()
	for _, h := range Handlers() {
		if h.Lang == lang {
			return h, nil
		}
	}
	return Handler{}, fmt.Errorf("no receiver in %q%s; there are %s", lang, nearest.Hint(lang, names), strings.Join(names, ", "))
}

func handlerLangs() []string {
	var names []string
	for _, h := range Handlers() {
		names = append(names, h.Lang)
	}
	return names
}

// Source is the text of the receiver.
func (h Handler) Source() string {
	text, _ := handlerFiles.ReadFile("handlers/" + h.File) // embedded: it is there
	return string(text)
}
