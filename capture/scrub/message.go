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
	body, length := s.body("request.body", head, rest)
	return append(s.head("request.head", head, length), body...)
}

// answer scrubs the bytes that came back.
func (s *Scrubber) answer(x *exchange.Exchange) []byte {
	if x.Answer.Status == 0 {
		if bytes.HasPrefix(x.Received, []byte("HTTP/1.")) { // a head that is cut off, or far too large
			return s.head("response.head", x.Received, "")
		}
		masked := appendMask(nil, x.Received)
		if !bytes.Equal(masked, x.Received) {
			s.replaced("response", "")
		}
		return masked
	}
	at := max(0, bytes.Index(x.Received, x.Answer.Head))
	body, length := s.body("response.body", x.Answer.Head, x.Received[at+len(x.Answer.Head):])
	head := s.head("response.head", x.Answer.Head, length)
	return slices.Concat(s.head("response.head", x.Received[:at], ""), head, body) // interim answers stand before
}

// body scrubs what follows a head. Length is what Content-Length is to be now, as right or as wrong as it was; "" where it
// stays.
func (s *Scrubber) body(where string, head, rest []byte) (body []byte, length string) {
	head = bytes.TrimLeft(head, "\r\n")
	codings, _ := http1.Header(head, "Transfer-Encoding")
	if http1.EqualFold(http1.TrimBlanks(codings[bytes.LastIndexByte(codings, ',')+1:]), "chunked") {
		return s.chunks(where, rest), ""
	}
	text, _ := http1.Header(head, "Content-Length")
	was, err := strconv.Atoi(string(text))
	if err != nil || was < 0 {
		return s.json(where, rest), ""
	}
	framed := min(was, len(rest))
	body = s.json(where, rest[:framed])
	if now := was + len(body) - framed; now != was {
		length = strconv.Itoa(now)
	}
	if framed < len(rest) {
		body = append(body, s.json(where, rest[framed:])...)
	}
	return body, length
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

// head scrubs a header block, in which Content-Length becomes length, unless that is "".
func (s *Scrubber) head(where string, head []byte, length string) []byte {
	var out []byte
	first, dropping := true, false
	for line := range bytes.Lines(head) {
		text := strings.TrimRight(string(line), "\r\n")
		end := line[len(text):]
		name, value, ok := strings.Cut(text, ":")
		folded := text != "" && (text[0] == ' ' || text[0] == '\t')
		switch {
		case first || strings.HasPrefix(text, "HTTP/"):
			text, dropping = s.firstLine(where, text), false
		case ok && name != "" && !folded:
			if dropping = isCredential(name); dropping {
				s.replaced(where+": "+name, "")
				continue
			}
			if length != "" && strings.EqualFold(name, "Content-Length") {
				value, length = " "+length, ""
			}
			text = s.header(where, name, value)
		case text != "" && dropping: // a credential's line goes on
			continue
		default:
			text, dropping = s.text(where, text), false
		}
		first = false
		out = append(append(out, text...), end...)
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
