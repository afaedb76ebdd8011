package http1

import "bytes"

// KnownHead is a header block that has been read. One that differs from it in the value of Date and in the number of
// Content-Length only says the same but for these, and need not be read again. The zero value knows none.
type KnownHead struct {
	text  []byte
	gaps  []gap // where these two values stand, in their order
	sized bool  // there is one Content-Length, and it is a number
}

type gap struct {
	start, end int
	length     bool // Content-Length, else Date
}

const (
	maxKnown   = 1 << 10 // of a header block: a longer one is not kept
	dateLength = len("Mon, 02 Jan 2006 15:04:05 GMT")
	maxDigits  = 9 // of a Content-Length
)

// Keep makes head the one that is known. It must end with its empty line.
func (k *KnownHead) Keep(head []byte) {
	k.text, k.gaps, k.sized = k.text[:0], k.gaps[:0], false
	if len(head) > maxKnown {
		return
	}
	k.text = append(k.text, head...)
	dates, lengths := 0, 0
	_, lines := cutLine(k.text)
	for name, value := range Fields(lines) {
		length, date := EqualFold(name, "content-length"), EqualFold(name, "date")
		if length {
			lengths++
		} else if date {
			dates++
		}
		if length && lengths == 1 && digits(value) == len(value) || date && dates == 1 && len(value) == dateLength {
			start := cap(k.text) - cap(value)
			k.gaps = append(k.gaps, gap{start, start + len(value), length})
			k.sized = k.sized || length
		}
	}
	k.sized = k.sized && lengths == 1
}

// digits is how many digits b begins with, as far as a Content-Length may have them.
func digits(b []byte) (n int) {
	for n < len(b) && n < maxDigits && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	return n
}

// Match reports whether raw begins with a header block that says what the known one says; if so, how long that is, and its
// Content-Length, 0 where it has none.
func (k *KnownHead) Match(raw []byte) (n int, length int64, ok bool) {
	from := 0
	for i := range k.gaps {
		g := &k.gaps[i]
		if !bytes.HasPrefix(raw[n:], k.text[from:g.start]) {
			return n, length, false
		}
		n, from = n+g.start-from, g.end
		size := dateLength
		if g.length {
			size = digits(raw[n:])
			length, _ = parseDecimal(raw[n : n+size])
		}
		if size == 0 || len(raw)-n < size || bytes.IndexByte(raw[n:n+size], '\n') >= 0 {
			return n, length, false
		}
		n += size
	}
	return n + len(k.text) - from, length, len(k.text) > 0 && bytes.HasPrefix(raw[n:], k.text[from:])
}
