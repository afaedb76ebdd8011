package report

import (
	"strings"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

// ShowBytes shows a message as it went over the wire, made harmless; credential headers are masked. A carriage return at
// the end of a line is not shown.
func ShowBytes(t *term.Terminal, mark string, message []byte) {
	if mark != "" {
		t.Printf("%s %s\n", t.Strong(mark), Plural(len(message), "byte"))
	}
	text := string(exchange.MaskHead(message))
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		t.Printf("%s\n", safe.Text(strings.TrimSuffix(line, "\r")))
	}
	if mark != "" {
		t.Printf("\n")
	}
}
