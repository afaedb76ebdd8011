package html

import (
	"bytes"
	"html/template"
	"strings"
	"unicode/utf8"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/report/safe"
)

// Span is a piece of a message that is shown alike, in the element that its class names, or "" for plain text. An element
// costs fewer bytes than one with a class, and a page has thousands.
type Span struct {
	Class Class
	Text  template.HTML // made of the message by add alone
}

// Class is the element that a piece of a message stands in.
type Class string

// The classes of pieces.
const (
	Start   Class = "b"   // the first line
	Name    Class = "i"   // the name of a header
	Escape  Class = "u"   // bytes that are spelt out
	Removed Class = "del" // in a comparison
	Added   Class = "ins"
)

// quoteless escapes text for the content of an element, where quotes mean nothing: JSON is full of them.
var quoteless = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\x00", "\ufffd")

// Bytes shows a message as it went over the wire, with the values of credential headers masked.
func Bytes(message []byte) []Span {
	var s spans
	head, body := http1.Split(message)
	for n := 0; len(head) > 0; n++ {
		line := head
		if i := bytes.IndexByte(head, '\n'); i >= 0 {
			line = head[:i+1]
		}
		head = head[len(line):]
		s.headLine(n, exchange.MaskHead(line))
	}
	s.text("", body)
	return s.list
}

// spans collects pieces; neighbours of one class are joined.
type spans struct{ list []Span }

func (s *spans) add(class Class, text string) {
	if text == "" {
		return
	}
	s.join(class, template.HTML(quoteless.Replace(text)))
}

func (s *spans) join(class Class, escaped template.HTML) {
	if n := len(s.list); n > 0 && s.list[n-1].Class == class {
		s.list[n-1].Text += escaped
		return
	}
	s.list = append(s.list, Span{class, escaped})
}

func (s *spans) headLine(number int, line []byte) {
	text, ended := bytes.CutSuffix(line, []byte("\r\n"))
	bare := false
	if !ended {
		text, bare = bytes.CutSuffix(line, []byte("\n"))
	}
	name, value, header := bytes.Cut(text, []byte(":"))
	switch {
	case number == 0:
		s.text(Start, text)
	case header:
		s.text(Name, append(bytes.Clone(name), ':'))
		s.text("", value)
	default:
		s.text("", text)
	}
	if bare {
		s.add(Escape, `\n`)
	}
	if ended || bare {
		s.add("", "\n") // CR LF is how a head's lines end, and not worth a mark
	}
}

// text adds bytes. Line feeds break the line; what must not act is spelt out and marked.
func (s *spans) text(class Class, b []byte) {
	start := 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r != '\n' && (safe.Acts(r) || r == utf8.RuneError && n == 1) {
			s.add(class, string(b[start:i]))
			s.add(Escape, safe.Text(string(b[i:i+n])))
			start = i + n
		}
		i += n
	}
	s.add(class, string(b[start:]))
}
