package format

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

// Field is a header line.
type Field struct{ Name, Value string }

// Message is a request or an answer taken apart, for formats that keep the parts and not the bytes.
type Message struct {
	Start  [3]string // method, target and version; or version, status and reason
	Fields []Field
	Body   []byte // the payload, without its framing
}

var (
	CRLF  = []byte("\r\n")
	crlf2 = []byte("\r\n\r\n")
)

// ParseHead takes a header block apart and reports whether append gives the same bytes again.
func (m *Message) ParseHead(head []byte) (exact bool) {
	first, rest, _ := bytes.Cut(head, []byte{'\n'})
	words := strings.SplitN(strings.TrimRight(string(first), "\r"), " ", 3)
	copy(m.Start[:], words)
	for line := range bytes.Lines(rest) {
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			break
		}
		name, value, ok := strings.Cut(text, ":")
		if n := len(m.Fields); n > 0 && (text[0] == ' ' || text[0] == '\t') {
			m.Fields[n-1].Value += " " + strings.TrimSpace(text)
			continue
		}
		if ok && name != "" {
			m.Add(name, strings.TrimSpace(value))
		}
	}
	return bytes.Equal(m.AppendHead(nil), head)
}

func (m *Message) AppendHead(dst []byte) []byte {
	dst = append(append(append(dst, m.Start[0]...), ' '), m.Start[1]...)
	dst = append(append(dst, ' '), m.Start[2]...)
	for _, f := range m.Fields {
		dst = append(append(dst, CRLF...), f.Name...)
		dst = append(append(dst, ": "...), f.Value...)
	}
	return append(dst, crlf2...)
}

func (m *Message) Get(name string) (string, bool) {
	for _, f := range m.Fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value, true
		}
	}
	return "", false
}

// Set replaces the value of a header in place, or adds one.
func (m *Message) Set(name, value string) {
	for i := range m.Fields {
		if strings.EqualFold(m.Fields[i].Name, name) {
			m.Fields[i].Value = value
			return
		}
	}
	m.Add(name, value)
}

func (m *Message) Add(name, value string) { m.Fields = append(m.Fields, Field{name, value}) }

func (m *Message) Del(name string) {
	kept := m.Fields[:0]
	for _, f := range m.Fields {
		if !strings.EqualFold(f.Name, name) {
			kept = append(kept, f)
		}
	}
	m.Fields = kept
}

// Chunked reports whether the body is framed in chunks.
func (m *Message) Chunked() bool {
	value, _ := m.Get("Transfer-Encoding")
	return strings.EqualFold(value, "chunked")
}

// Append appends the message as it goes over the wire. A chunked body is one chunk.
func (m *Message) Append(dst []byte) []byte {
	dst = m.AppendHead(dst)
	if !m.Chunked() {
		return append(dst, m.Body...)
	}
	if len(m.Body) > 0 {
		dst = append(strconv.AppendInt(dst, int64(len(m.Body)), 16), CRLF...)
		dst = append(append(dst, m.Body...), CRLF...)
	}
	return append(dst, "0\r\n\r\n"...)
}

// SplitMasked cuts a message behind its head, in which the values of credential headers are masked.
func SplitMasked(raw []byte, seq uint64, lost *Lost) (head, rest []byte) {
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

// Masked is a message as it was on the wire, but for credentials.
func Masked(raw []byte, seq uint64, lost *Lost) []byte {
	head, rest := SplitMasked(raw, seq, lost)
	return append(bytes.Clone(head), rest...)
}

// RequestOf takes the request of an exchange apart, and counts what append would not give back.
func RequestOf(x *exchange.Exchange, lost *Lost) Message {
	var m Message
	head, rest := SplitMasked(x.Sent, x.Seq, lost)
	if exact := m.ParseHead(head); !exact {
		lost.Add(x.Seq, "the exact bytes of the request's head")
	}
	m.Body = rest
	if m.Chunked() { // requests are framed as answers are
		var a http1.Answer
		framed := append([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), rest...)
		a.Advance(framed, true)
		m.Body = a.Body
		if again := m.Append(nil); !bytes.HasSuffix(again, append(crlf2, rest...)) {
			lost.Add(x.Seq, "how the request's body was cut into chunks")
		}
	}
	return m
}

// AnswerOf takes the answer of an exchange apart. It reports false when there is none that is HTTP.
func AnswerOf(x *exchange.Exchange, lost *Lost) (Message, bool) {
	var m Message
	if x.Answer.Status == 0 {
		if len(x.Received) > 0 {
			lost.Add(x.Seq, "an answer that is not HTTP")
		}
		return m, false
	}
	head, _ := SplitMasked(x.Answer.Head, x.Seq, lost)
	exact := m.ParseHead(head)
	if !exact {
		lost.Add(x.Seq, "the exact bytes of the answer's head")
	}
	m.Body = x.Answer.Body
	if exact && !bytes.Equal(m.Append(nil), x.Received) {
		lost.Add(x.Seq, "bytes around the answer: chunks, interim answers, or what came after it")
	}
	return m, true
}

// Location is the URL of a request: its target as it was sent, under the scheme and host that were asked for.
func Location(x *exchange.Exchange, m *Message) string {
	target := m.Start[1]
	if strings.Contains(target, "://") {
		return target
	}
	scheme, host := "http", ""
	if u, err := url.Parse(x.Target); err == nil && u.Host != "" {
		scheme, host = u.Scheme, u.Host
	}
	if value, ok := m.Get("Host"); ok && value != "" {
		host = value
	}
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	return scheme + "://" + host + target
}

// TargetOf is what an exchange has as its target: a URL without its query.
func TargetOf(location string) string {
	target, _, _ := strings.Cut(location, "?")
	return target
}

// CountUnkept counts what only captures have a place for.
func CountUnkept(x *exchange.Exchange, lost *Lost) {
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

// OwnTarget is the target that a request's own bytes tell.
func OwnTarget(m *Message) string { return TargetOf(Location(&exchange.Exchange{}, m)) }

// Title tells who asks for whom.
func Title(x *exchange.Exchange) string {
	q, err := callback.DecodeRequest(x.SentBody())
	if err != nil || len(q.Items) == 0 {
		return "request at " + x.Start.UTC().Format(time.RFC3339)
	}
	return q.Hook().Pair(q.FromAccount, strings.Join(q.Accounts(), ", "))
}
