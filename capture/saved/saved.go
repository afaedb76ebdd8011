// Package saved reads answers that a person or a tool saved: a body alone, or what `curl -i` prints.
//
// Such a text is not what was on the wire. curl joins chunks, and leaves the header that announces them; it decompresses
// under --compressed; it speaks HTTP/2 and says so; it prints interim answers, the heads of redirects that it followed and
// that of a proxy's CONNECT first; editors add a line end. [Read] makes of it what the receiver most likely sent. What
// the body itself says wins over what the head says of it, and everything that was taken for granted is told.
package saved

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/lazy"
)

// Answer is a saved answer as it was most likely on the wire.
type Answer struct {
	Received []byte
	Granted  []Granted
}

// Granted is a sentence that says what was taken for granted.
type Granted struct {
	Sentence string // names its arguments, such as {status}
	Args     []any  // names and values in turn
}

// ErrNoAnswer says that a text cannot be an answer.
var ErrNoAnswer = errors.New("no saved answer")

// statusLine is that of any version: HTTP/2 has no minor one and no reason.
var statusLine = lazy.Regexp(`^HTTP/([0-9])(?:\.([0-9]))? ([1-9][0-9]{2})( [^\r\n]*)?\r?\n`)

// foreign are beginnings of texts that are something else.
var foreign = []struct {
	begins func() *regexp.Regexp
	is     string
}{
	{lazy.Regexp(`^(###.*\n|#.*\n|//.*\n|@\S+ *=.*\n|\s)*(GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS) \S+`), "it is a request, not an answer"},
	{lazy.Regexp(`^[123] [0-9a-zA-Z]+ [0-9]+( -?[0-9]+)? *\r?\n`), "it is a file of GoReplay that is damaged"},
	{lazy.Regexp(`^curl[ .]`), "it is a command of curl, not what it printed"},
	{lazy.Regexp(`^[*<>] `), "it is what curl -v prints: save what curl -si prints"},
}

// Read reads a saved answer. An error is an [ErrNoAnswer], with what the text is instead.
func Read(text []byte) (*Answer, error) {
	if wide(text) {
		return nil, fmt.Errorf("%w: it is UTF-16, or no text: save it as UTF-8", ErrNoAnswer)
	}
	for _, f := range foreign {
		if f.begins().Match(text[:min(len(text), 4096)]) {
			return nil, fmt.Errorf("%w: %s", ErrNoAnswer, f.is)
		}
	}
	a := &Answer{}
	const mark = "\xef\xbb\xbf"
	if rest, marked := bytes.CutPrefix(text, []byte(mark)); marked && bytes.HasPrefix(rest, []byte("HTTP/")) {
		text = rest
		a.grant("the byte order mark before the status line is an editor's")
	}
	if !bytes.HasPrefix(text, []byte("HTTP/")) {
		a.Received = message("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", text)
		return a, nil
	}
	text = a.lastOf(text)
	head, body := http1.Split(text)
	a.restore(head, body, text)
	return a, nil
}

// wide reports a text of which every letter has two bytes.
func wide(text []byte) bool {
	return bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) || bytes.IndexByte(text[:min(len(text), 2)], 0) >= 0
}

func (a *Answer) grant(sentence string, args ...any) {
	a.Granted = append(a.Granted, Granted{sentence, args})
}

// lastOf drops the heads that stand before the answer's own.
func (a *Answer) lastOf(text []byte) []byte {
	for {
		m := statusLine().FindSubmatch(text)
		head, rest := http1.Split(text)
		if m == nil || len(head) == len(text) || statusLine().Find(rest) == nil {
			return text
		}
		status := string(m[3])
		switch status[0] {
		case '1':
			a.grant("the head with status {status} is an interim answer", "status", status)
		case '3':
			a.grant("the answer is that of the last URL: the head with status {status} is of a redirect that was followed, and Chat follows none",
				"status", status)
		default:
			a.grant("the head with status {status} is a proxy's", "status", status)
		}
		text = rest
	}
}

// restore spells the answer as HTTP/1.1 with a framing that fits its body.
func (a *Answer) restore(head, body, text []byte) {
	m := statusLine().FindSubmatchIndex(head)
	if m == nil || len(head) == len(text) && !bytes.HasSuffix(text, []byte("\n\n")) && !bytes.HasSuffix(text, []byte("\r\n\r\n")) {
		a.Received = text // nothing is known better; the judge says what is wrong
		return
	}
	line, lines := head[:m[1]], head[m[1]:]
	if version := string(head[m[2]:m[3]]); version != "1" {
		line = fmt.Appendf(nil, "HTTP/1.1 %s%s\r\n", head[m[6]:m[7]], orNone(head, m[8], m[9]))
		a.grant("the status and the headers would be the same in HTTP/1.1, which Chat speaks; this is HTTP/{version}", "version", version)
	}
	var chunked, encoded bool
	length := int64(-1)
	for name, value := range http1.Fields(lines) {
		switch {
		case http1.EqualFold(name, "transfer-encoding"):
			chunked = true
		case http1.EqualFold(name, "content-encoding"):
			encoded = !http1.EqualFold(value, "identity")
		case http1.EqualFold(name, "content-length"):
			if n, err := strconv.ParseInt(string(value), 10, 64); err == nil {
				length = n
			}
		}
	}
	drop := map[string]bool{}
	if chunked && !framed(body) {
		drop["transfer-encoding"] = true
		a.grant("the chunks of the body were joined when it was saved")
	}
	if encoded && whole(body) {
		drop["content-encoding"], drop["content-length"] = true, true
		a.grant("the body was compressed because it was asked for so, and decompressed when it was saved")
		length = -1
	}
	has := int64(len(body))
	switch {
	case chunked && !drop["transfer-encoding"], length < 0, has == length:
	case has > length && len(bytes.Trim(body[length:], "\r\n")) == 0:
		body = body[:length]
		a.grant("the line end behind the body is an editor's")
	case whole(body):
		drop["content-length"] = true
		a.grant("the body is whole as it was saved, though Content-Length says {length} bytes and it has {has}", "length", length, "has", has)
	}
	if len(drop) == 0 && (length >= 0 || string(head[m[2]:m[3]]) == "1") {
		a.Received = bytes.Join([][]byte{line, lines, body}, nil)
		return
	}
	a.Received = spell(line, lines, body, drop, length < 0 || drop["content-length"])
}

// spell writes the head again without the headers that do not fit, with a length where none is left, and the body.
func spell(line, lines, body []byte, drop map[string]bool, count bool) []byte {
	out := append([]byte(nil), line...)
	for each := range bytes.Lines(lines) {
		name, _, _ := bytes.Cut(each, []byte{':'})
		if !drop[strings.ToLower(string(name))] && len(bytes.TrimSpace(each)) > 0 {
			out = append(out, each...)
		}
	}
	if count {
		return message(string(out), body)
	}
	return append(append(out, "\r\n"...), body...)
}

// message is a message with this beginning of its head, a length that fits, and this body.
func message(head string, body []byte) []byte {
	return append(fmt.Appendf(nil, "%sContent-Length: %d\r\n\r\n", head, len(body)), body...)
}

func orNone(b []byte, from, to int) []byte {
	if from < 0 {
		return nil
	}
	return b[from:to]
}

// framed reports whether a body has its chunks still.
func framed(body []byte) bool {
	b := http1.NewBody(http1.FramingChunked, 0)
	b.Lenient = true
	n, err := b.Take(body, nil)
	return err == nil && (b.Done() || n == len(body) && len(body) > 0)
}

// whole reports whether a body is one JSON text from its first byte to its last.
func whole(body []byte) bool { return json.Valid(body) }
