package format

import (
	"bytes"
	"net/url"
	"slices"
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

// ParseHead takes a header block apart.
func (m *Message) ParseHead(head []byte) {
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
	if i := slices.IndexFunc(m.Fields, called(name)); i >= 0 {
		return m.Fields[i].Value, true
	}
	return "", false
}

// Set replaces the value of a header in place, and takes others of its name away; or it adds one.
func (m *Message) Set(name, value string) {
	i := slices.IndexFunc(m.Fields, called(name))
	if i < 0 {
		m.Add(name, value)
		return
	}
	m.Fields[i].Value = value
	m.Fields = append(m.Fields[:i+1], slices.DeleteFunc(m.Fields[i+1:], called(name))...)
}

func (m *Message) Add(name, value string) { m.Fields = append(m.Fields, Field{name, value}) }

func (m *Message) Del(name string) { m.Fields = slices.DeleteFunc(m.Fields, called(name)) }

func called(name string) func(Field) bool {
	return func(f Field) bool { return strings.EqualFold(f.Name, name) }
}

// Chunked reports whether the body is framed in chunks.
func (m *Message) Chunked() bool {
	value, _ := m.Get("Transfer-Encoding")
	return strings.EqualFold(value, "chunked")
}

// Decoded makes the headers say what the body is now: the one who saved the message took the body out of its framing, and
// decompressed it. Lost hears of what they do not say any more.
func (m *Message) Decoded(request bool, lost func(what string, args ...any)) {
	if coding, ok := m.Get("Content-Encoding"); ok && !strings.EqualFold(coding, "identity") && len(m.Body) > 0 {
		m.Del("Content-Encoding")
		lost("the compressed form of the {request|request|answer}'s body", "request", request)
	}
	if coding, ok := m.Get("Transfer-Encoding"); ok && !m.Chunked() {
		m.Del("Transfer-Encoding")
		lost("that the {request|request|answer} had the Transfer-Encoding {coding}", "request", request, "coding", coding)
	}
	length, ok := m.Get("Content-Length")
	if m.Chunked() || !ok && len(m.Body) == 0 {
		return
	}
	right := strconv.Itoa(len(m.Body))
	if m.Set("Content-Length", right); ok && length != right {
		lost("the Content-Length of the {request|request|answer}, which did not fit the body as it is in the file", "request", request)
	}
}

// Append appends the message as it goes over the wire. A chunked body is one chunk.
func (m *Message) Append(dst []byte) []byte {
	framing := exchange.Head{}
	if m.Chunked() {
		framing.Framing = exchange.ByChunks
	}
	return framing.AppendBody(m.AppendHead(dst), m.Body)
}

// splitMasked cuts a message behind its head, in which the values of credential headers are masked.
func splitMasked(raw []byte) (head, rest []byte) {
	head, rest = http1.Split(raw)
	return exchange.MaskHead(head), rest
}

// Masked is a message as it was on the wire, but for credentials.
func Masked(raw []byte) []byte {
	head, rest := splitMasked(raw)
	return append(bytes.Clone(head), rest...)
}

// RequestOf takes the request of an exchange apart.
func RequestOf(x *exchange.Exchange) (m Message) {
	head, rest := splitMasked(x.Sent)
	m.ParseHead(head)
	m.Body = http1.Unframe(head, rest)
	return m
}

// AnswerOf takes the answer of an exchange apart. It reports false when there is none that is HTTP.
func AnswerOf(x *exchange.Exchange) (m Message, ok bool) {
	m.ParseHead(exchange.MaskHead(x.Answer.Head))
	m.Body = x.Answer.Body
	return m, x.Answer.Status != 0
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

// OwnTarget is the target that the bytes of a request tell themselves.
func OwnTarget(x *exchange.Exchange) string {
	m := RequestOf(x)
	return TargetOf(Location(&exchange.Exchange{}, &m))
}

// Answer puts an answer into an exchange.
func Answer(x *exchange.Exchange, received []byte) {
	x.Received = received
	x.Answer.NoBody = bytes.HasPrefix(x.Sent, []byte("HEAD "))
	x.ReadAnswer()
}

// IsRequestLine reports whether the line is "METHOD target HTTP/1.x".
func IsRequestLine(line []byte) bool {
	words := bytes.Fields(line)
	if len(words) != 3 || !bytes.HasPrefix(words[2], []byte("HTTP/1.")) {
		return false
	}
	return len(bytes.Trim(words[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_abcdefghijklmnopqrstuvwxyz")) == 0
}

// Title tells who asks for whom.
func Title(x *exchange.Exchange) string {
	q, err := callback.DecodeRequest(x.SentBody())
	if err != nil || len(q.Items) == 0 {
		return "request at " + x.Start.UTC().Format(time.RFC3339)
	}
	return q.Hook().Pair(q.FromAccount, strings.Join(q.Accounts(), ", "))
}
