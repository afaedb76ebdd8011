package html

import (
	"bytes"
	"slices"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// maxCompared bounds the table of a comparison. Beyond it a difference is shown as one piece.
const maxCompared = 1 << 20

// Difference shows b with what it has more than a, and what it has not, word by word.
func Difference(a, b []byte) []Span {
	x, y := words(a), words(b)
	same := 0
	for same < len(x) && same < len(y) && bytes.Equal(x[same], y[same]) {
		same++
	}
	var out spans
	out.words("", x[:same])
	x, y = x[same:], y[same:]
	tail := 0
	for tail < len(x) && tail < len(y) && bytes.Equal(x[len(x)-1-tail], y[len(y)-1-tail]) {
		tail++
	}
	out.difference(x[:len(x)-tail], y[:len(y)-tail])
	out.words("", x[len(x)-tail:])
	return out.list
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
func (s *spans) difference(x, y [][]byte) {
	if len(x)*len(y) > maxCompared {
		s.words("del", x)
		s.words("ins", y)
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
			s.words("", x[i:i+1])
			i, j = i+1, j+1
		case common[(i+1)*row+j] >= common[i*row+j+1]:
			s.words("del", x[i:i+1])
			i++
		default:
			s.words("ins", y[j:j+1])
			j++
		}
	}
	s.words("del", x[i:])
	s.words("ins", y[j:])
}

// words adds words as one piece. CR LF is a line break like LF.
func (s *spans) words(class string, list [][]byte) {
	text := bytes.ReplaceAll(bytes.Join(list, nil), []byte("\r\n"), []byte("\n"))
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
