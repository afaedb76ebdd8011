package convert

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// field is a header line.
type field struct{ name, value string }

// message is a request or an answer taken apart, for formats that keep the parts and not the bytes.
type message struct {
	start  [3]string // method, target and version; or version, status and reason
	fields []field
	body   []byte // the payload, without its framing
}

var (
	crlf  = []byte("\r\n")
	crlf2 = []byte("\r\n\r\n")
)

// parseHead takes a header block apart and reports whether append gives the same bytes again.
func (m *message) parseHead(head []byte) (exact bool) {
	first, rest, _ := bytes.Cut(head, []byte{'\n'})
	words := strings.SplitN(strings.TrimRight(string(first), "\r"), " ", 3)
	copy(m.start[:], words)
	for line := range bytes.Lines(rest) {
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			break
		}
		name, value, ok := strings.Cut(text, ":")
		if n := len(m.fields); n > 0 && (text[0] == ' ' || text[0] == '\t') {
			m.fields[n-1].value += " " + strings.TrimSpace(text)
			continue
		}
		if ok && name != "" {
			m.add(name, strings.TrimSpace(value))
		}
	}
	return bytes.Equal(m.appendHead(nil), head)
}

func (m *message) appendHead(dst []byte) []byte {
	dst = append(append(append(dst, m.start[0]...), ' '), m.start[1]...)
	dst = append(append(dst, ' '), m.start[2]...)
	for _, f := range m.fields {
		dst = append(append(dst, crlf...), f.name...)
		dst = append(append(dst, ": "...), f.value...)
	}
	return append(dst, crlf2...)
}

func (m *message) get(name string) (string, bool) {
	for _, f := range m.fields {
		if strings.EqualFold(f.name, name) {
			return f.value, true
		}
	}
	return "", false
}

// set replaces the value of a header in place, or adds one.
func (m *message) set(name, value string) {
	for i := range m.fields {
		if strings.EqualFold(m.fields[i].name, name) {
			m.fields[i].value = value
			return
		}
	}
	m.add(name, value)
}

func (m *message) add(name, value string) { m.fields = append(m.fields, field{name, value}) }

func (m *message) del(name string) {
	kept := m.fields[:0]
	for _, f := range m.fields {
		if !strings.EqualFold(f.name, name) {
			kept = append(kept, f)
		}
	}
	m.fields = kept
}

// chunked reports whether the body is framed in chunks.
func (m *message) chunked() bool {
	value, _ := m.get("Transfer-Encoding")
	return strings.EqualFold(value, "chunked")
}

// append appends the message as it goes over the wire. A chunked body is one chunk.
func (m *message) append(dst []byte) []byte {
	dst = m.appendHead(dst)
	if !m.chunked() {
		return append(dst, m.body...)
	}
	if len(m.body) > 0 {
		dst = append(strconv.AppendInt(dst, int64(len(m.body)), 16), crlf...)
		dst = append(append(dst, m.body...), crlf...)
	}
	return append(dst, "0\r\n\r\n"...)
}

// split cuts a message behind its head, in which the values of credential headers are masked.
func split(raw []byte, seq uint64, lost *Lost) (head, rest []byte) {
	head, rest, found := bytes.Cut(raw, crlf2)
	if found {
		head = raw[:len(head)+len(crlf2)]
	}
	masked := exchange.MaskHead(head)
	if !bytes.Equal(masked, head) {
		lost.Add(seq, "credentials: they are masked")
	}
	return masked, rest
}

// wire is a message as it was on the wire, but for credentials.
func wire(raw []byte, seq uint64, lost *Lost) []byte {
	head, rest := split(raw, seq, lost)
	return append(bytes.Clone(head), rest...)
}

// requestOf takes the request of an exchange apart, and counts what append would not give back.
func requestOf(x *exchange.Exchange, lost *Lost) message {
	var m message
	head, rest := split(x.Sent, x.Seq, lost)
	if exact := m.parseHead(head); !exact {
		lost.Add(x.Seq, "the exact bytes of the request's head")
	}
	m.body = rest
	if m.chunked() { // requests are framed as answers are
		var a http1.Answer
		framed := append([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), rest...)
		a.Advance(framed, true)
		m.body = a.Body
		if again := m.append(nil); !bytes.HasSuffix(again, append(crlf2, rest...)) {
			lost.Add(x.Seq, "how the request's body was cut into chunks")
		}
	}
	return m
}

// answerOf takes the answer of an exchange apart. It reports false when there is none that is HTTP.
func answerOf(x *exchange.Exchange, lost *Lost) (message, bool) {
	var m message
	if x.Answer.Status == 0 {
		if len(x.Received) > 0 {
			lost.Add(x.Seq, "an answer that is not HTTP")
		}
		return m, false
	}
	head, _ := split(x.Answer.Head, x.Seq, lost)
	exact := m.parseHead(head)
	if !exact {
		lost.Add(x.Seq, "the exact bytes of the answer's head")
	}
	m.body = x.Answer.Body
	if exact && !bytes.Equal(m.append(nil), x.Received) {
		lost.Add(x.Seq, "bytes around the answer: chunks, interim answers, or what came after it")
	}
	return m, true
}

// location is the URL of a request: its target as it was sent, under the scheme and host that were asked for.
func location(x *exchange.Exchange, m *message) string {
	target := m.start[1]
	if strings.Contains(target, "://") {
		return target
	}
	scheme, host := "http", ""
	if u, err := url.Parse(x.Target); err == nil && u.Host != "" {
		scheme, host = u.Scheme, u.Host
	}
	if value, ok := m.get("Host"); ok && value != "" {
		host = value
	}
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	return scheme + "://" + host + target
}

// targetOf is what an exchange has as its target: a URL without its query.
func targetOf(location string) string {
	target, _, _ := strings.Cut(location, "?")
	return target
}

// unkept counts what only captures have a place for.
func unkept(x *exchange.Exchange, lost *Lost) {
	if x.Failure.Cause != "" {
		lost.Add(x.Seq, "why there was no answer, or no whole one")
	}
	if x.Limit() != callback.Deadline {
		lost.Add(x.Seq, "a deadline other than Chat's two seconds")
	}
	if x.Reused || x.Resent {
		lost.Add(x.Seq, "whether the connection was kept")
	}
}

// ownTarget is the target that a request's own bytes tell.
func ownTarget(m *message) string { return targetOf(location(&exchange.Exchange{}, m)) }

// title tells who asks for whom.
func title(x *exchange.Exchange) string {
	q, err := callback.DecodeRequest(x.SentBody())
	if err != nil || len(q.FriendItem) == 0 {
		return "request at " + x.Start.UTC().Format(time.RFC3339)
	}
	return q.FromAccount + " → " + strings.Join(q.Accounts(), ", ")
}
