package report

import (
	"strings"

	"github.com/chatcb/chatcb/exchange"
)

// ShowBytes shows a message as it went over the wire, made harmless; credential headers are masked. A carriage return at
// the end of a line is not shown.
func ShowBytes(t *Terminal, mark string, message []byte) {
	if mark != "" {
		t.printf("%s %s\n", t.Strong(mark), plural(len(message), "byte"))
	}
	text := string(exchange.MaskHead(message))
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		t.printf("%s\n", Safe(strings.TrimSuffix(line, "\r")))
	}
	if mark != "" {
		t.printf("\n")
	}
}
