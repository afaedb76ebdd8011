package scrub

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// request scrubs the bytes of a request.
func (s *Scrubber) request(sent []byte) []byte {
	head, rest := http1.Split(sent)
	m := parse(head)
	body := s.body("request.body", &m, rest)
	return append(s.head("request.head", &m), body...)
}

// answer scrubs the bytes that came back.
func (s *Scrubber) answer(x *exchange.Exchange) []byte {
	if x.Answer.Status == 0 {
		if bytes.HasPrefix(x.Received, []byte("HTTP/1.")) { // a head that is cut off, or far too large
			m := parse(x.Received)
			return s.head("response.head", &m)
		}
		masked := appendMask(nil, x.Received)
		if !bytes.Equal(masked, x.Received) {
			s.replaced("response", "")
		}
		return masked
	}
	at := max(0, bytes.Index(x.Received, x.Answer.Head))
	m := parse(x.Answer.Head)
	body := s.body("response.body", &m, x.Received[at+len(x.Answer.Head):])
	head := s.head("response.head", &m)
	var interim []byte
	if at > 0 {
		before := parse(x.Received[:at])
		interim = s.head("response.head", &before)
	}
	return slices.Concat(interim, head, body)
}

// headLine is a line of a head: a header, or something else, which has no name.
type headLine struct {
	name, value string // value with the blanks around it
	text        string // of a line without a name
	end         string // CRLF, LF or nothing
}

type message struct {
	lines []headLine // the first one is the first line
}

func parse(head []byte) message {
	var m message
	for line := range bytes.Lines(head) {
		text := strings.TrimRight(string(line), "\r\n")
		l := headLine{text: text, end: string(line[len(text):])}
		name, value, ok := strings.Cut(text, ":")
		folded := text != "" && (text[0] == ' ' || text[0] == '\t')
		if ok && name != "" && !folded && len(m.lines) > 0 && !strings.HasPrefix(text, "HTTP/") {
			l.name, l.value, l.text = name, value, ""
		}
		m.lines = append(m.lines, l)
	}
	return m
}

func (m *message) get(name string) (value string, line int) {
	for i := range m.lines {
		if strings.EqualFold(strings.TrimSpace(m.lines[i].name), name) {
			return strings.TrimSpace(m.lines[i].value), i
		}
	}
	return "", -1
}

// body scrubs what follows a head, and makes the head's Content-Length as right or as wrong as it was.
func (s *Scrubber) body(where string, m *message, rest []byte) []byte {
	codings, _ := m.get("Transfer-Encoding")
	if last := codings[strings.LastIndexByte(codings, ',')+1:]; strings.EqualFold(strings.TrimSpace(last), "chunked") {
		return s.chunks(where, rest)
	}
	text, line := m.get("Content-Length")
	length, err := strconv.Atoi(text)
	if line < 0 || err != nil || length < 0 {
		return s.json(where, rest)
	}
	framed := min(length, len(rest))
	out := s.json(where, rest[:framed])
	if now := length + len(out) - framed; now != length {
		m.lines[line].value = " " + strconv.Itoa(now)
	}
	if framed < len(rest) {
		out = append(out, s.json(where, rest[framed:])...)
	}
	return out
}

// chunks scrubs a chunked body. A whole one becomes one chunk, without trailers; one that is damaged is masked.
func (s *Scrubber) chunks(where string, rest []byte) []byte {
	framing := http1.NewBody(http1.FramingChunked, 0)
	framing.Lenient = true
	var payload []byte
	n, err := framing.Take(rest, &payload)
	if err != nil || !framing.Done() {
		masked := maskBroken(rest)
		if !bytes.Equal(masked, rest) {
			s.replaced(where+", which is not chunked as it should be", "")
		}
		return masked
	}
	one := exchange.Head{Framing: exchange.ByChunks}
	return append(one.AppendBody(nil, s.json(where, payload)), s.json(where, rest[n:])...)
}

// keptHeaders are those whose values stay: they tell how a message is framed and what wrote it.
var keptHeaders = []string{
	"host", "content-type", "content-length", "transfer-encoding", "content-encoding", "connection", "keep-alive", "date",
	"server", "user-agent", "accept", "accept-encoding", "accept-language", "cache-control", "expect", "vary", "pragma",
	"expires", "trailer", "te", "upgrade", "allow", "x-powered-by", "x-content-type-options",
}

// head scrubs a header block.
func (s *Scrubber) head(where string, m *message) []byte {
	var out []byte
	dropping := false
	for i, l := range m.lines {
		switch {
		case i == 0 || strings.HasPrefix(l.text, "HTTP/"):
			l.text, dropping = s.firstLine(where, l.text), false
		case l.name != "":
			if dropping = isCredential(l.name); dropping {
				s.replaced(where+": "+l.name, "")
				continue
			}
			l.text = s.header(where, l.name, l.value)
		case l.text != "" && dropping: // a credential's line goes on
			continue
		default:
			l.text, dropping = s.text(where, l.text), false
		}
		out = append(append(out, l.text...), l.end...)
	}
	return out
}

var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}

// firstLine scrubs a request line, or a status line with its words.
func (s *Scrubber) firstLine(where, line string) string {
	if strings.HasPrefix(line, "HTTP/") {
		start := min(len(line), len("HTTP/1.1 200 "))
		plain := func(text string) bool {
			return strings.Trim(strings.ToLower(text), "abcdefghijklmnopqrstuvwxyz -") == ""
		}
		if reason := line[start:]; len(reason) > 40 || s.echoes(reason) || !plain(reason) {
			return line[:start] + s.text(where+": reason", reason)
		}
		return line
	}
	method, rest, _ := strings.Cut(line, " ")
	if method == line {
		return s.text(where+": request line", line)
	}
	if !slices.Contains(methods, strings.ToUpper(method)) {
		method = s.text(where+": method", method)
	}
	version := ""
	if i := strings.LastIndex(rest, " "); i >= 0 && strings.HasPrefix(rest[i:], " HTTP/") && len(rest)-i <= len(" HTTP/1.1") {
		rest, version = rest[:i], rest[i:]
	}
	if strings.Contains(rest, "://") {
		return method + " " + s.target(rest) + version
	}
	return method + " " + s.location(where, rest) + version
}

func (s *Scrubber) header(where, name, value string) string {
	if slices.Contains(keptHeaders, strings.ToLower(strings.TrimSpace(name))) && !s.echoes(value) {
		return name + ":" + value
	}
	where += ": " + name
	if !headerName(name) || s.echoes(name) {
		name = s.text("the name of a header", name)
	}
	return name + ":" + s.text(where, value)
}

// headerName reports whether a header's name is one as programmers give it.
func headerName(name string) bool {
	return len(name) <= 40 && strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz-_ ") == ""
}
