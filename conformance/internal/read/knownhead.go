package read

import (
	"bytes"

	"github.com/chatcb/chatcb/internal/http1"
)

// knownHead is a header block that was read. One that differs from it in the values of Date and Content-Length only says the same in
// an answer without defects, whose length is the one that it tells. The zero value knows none.
type knownHead struct {
	text []byte
	gaps []gap
}

// gap is where such a value stands, from the colon to the end of its line.
type gap struct{ start, end int }

// keep makes head, which ends with its empty line, the one that is known.
func (k *knownHead) keep(head []byte) {
	k.text, k.gaps = append(k.text[:0], head...), k.gaps[:0]
	at := 0
	for line := range bytes.Lines(k.text) {
		at += len(line)
		name, value, ok := bytes.Cut(line, []byte{':'})
		if ok && (http1.EqualFold(name, "date") || http1.EqualFold(name, "content-length")) {
			k.gaps = append(k.gaps, gap{at - len(value), at - len("\n")})
		}
	}
}

// is reports whether head says what the known one says.
func (k *knownHead) is(head []byte) bool {
	from := 0
	for _, g := range k.gaps {
		part := k.text[from:g.start]
		if !bytes.HasPrefix(head, part) {
			return false
		}
		head = head[len(part):]
		head, from = head[max(bytes.IndexByte(head, '\n'), 0):], g.end
	}
	return len(k.text) > 0 && string(head) == string(k.text[from:])
}
