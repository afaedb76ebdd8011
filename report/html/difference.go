package html

import (
	"bytes"
	"slices"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// maxCompared bounds the table of a comparison, beyond which a difference is shown as one piece; maxChanged is how many bytes
// of a piece are shown that was added or removed.
const (
	maxCompared = 1 << 20
	maxChanged  = 600
)

// Difference shows b with what it has more than a, and what it has not, word by word. Of what is the same only so many bytes
// around that are shown; 0 shows all.
func Difference(a, b []byte, around int) []Span {
	x, y := words(a), words(b)
	same := 0
	for same < len(x) && same < len(y) && bytes.Equal(x[same], y[same]) {
		same++
	}
	var d edits
	d.add("", x[:same])
	x, y = x[same:], y[same:]
	tail := 0
	for tail < len(x) && tail < len(y) && bytes.Equal(x[len(x)-1-tail], y[len(y)-1-tail]) {
		tail++
	}
	d.difference(x[:len(x)-tail], y[:len(y)-tail])
	d.add("", x[len(x)-tail:])
	var out spans
	for i, e := range d {
		text, before, after := bytes.Join(e.words, nil), maxChanged/2, maxChanged/2
		if e.class == "" {
			before, after = min(i, 1)*around, min(len(d)-1-i, 1)*around // after a change, and before one
		}
		if around == 0 {
			before = len(text)
		}
		head, tail := withoutMiddle(text, before, after)
		out.words(e.class, head)
		if tail != nil {
			out.add(Escape, " … ")
			out.words(e.class, tail)
		}
	}
	return out.list
}

// edits are words that are the same, removed or added, in their order; neighbours of one class are one.
type edits []edit

type edit struct {
	class Class
	words [][]byte
}

func (d *edits) add(class Class, list [][]byte) {
	switch n := len(*d); {
	case len(list) == 0:
	case n > 0 && (*d)[n-1].class == class:
		(*d)[n-1].words = append((*d)[n-1].words, list...)
	default:
		*d = append(*d, edit{class, slices.Clone(list)})
	}
}

// words cuts a message into names, numbers, and single bytes of everything else.
func words(b []byte) [][]byte {
	var list [][]byte
	for len(b) > 0 {
		n := 1
		if b[0] == '\r' && len(b) > 1 && b[1] == '\n' {
			n = 2
		}
		for wordByte(b[0]) && n < len(b) && wordByte(b[n]) {
			n++
		}
		list = append(list, b[:n])
		b = b[n:]
	}
	return list
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c >= 0x80
}

// difference aligns two lists of words by their longest common subsequence.
func (d *edits) difference(x, y [][]byte) {
	if len(x)*len(y) > maxCompared {
		d.add(Removed, x)
		d.add(Added, y)
		return
	}
	row := len(y) + 1
	common := make([]int32, (len(x)+1)*row)
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if bytes.Equal(x[i], y[j]) {
				common[i*row+j] = common[(i+1)*row+j+1] + 1
			} else {
				common[i*row+j] = max(common[(i+1)*row+j], common[i*row+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case bytes.Equal(x[i], y[j]):
			d.add("", x[i:i+1])
			i, j = i+1, j+1
		case common[(i+1)*row+j] >= common[i*row+j+1]:
			d.add(Removed, x[i:i+1])
			i++
		default:
			d.add(Added, y[j:j+1])
			j++
		}
	}
	d.add(Removed, x[i:])
	d.add(Added, y[j:])
}

// words adds text as one piece. CR LF is a line break like LF.
func (s *spans) words(class Class, text []byte) {
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	if class == "" {
		s.text("", text)
		return
	}
	var piece spans // a mark of a byte that is spelt out would break the piece
	piece.text(class, text)
	for _, p := range piece.list {
		s.join(class, p.Text)
	}
}

// Mask takes the values of credential headers out of a message.
func Mask(message []byte) []byte {
	head, body := http1.Split(message)
	return slices.Concat(exchange.MaskHead(head), body)
}
