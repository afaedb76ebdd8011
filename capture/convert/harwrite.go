package convert

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
)

type harSink struct {
	w    io.Writer
	o    Options
	buf  bytes.Buffer
	n    int
	tool string
}

func writeHAR(w io.Writer, o Options) Sink {
	return &harSink{w: w, o: o, tool: o.Tool}
}

func (s *harSink) begin() {
	if s.tool == "" {
		s.tool = "chatcb"
	}
	s.buf.WriteString(`{"log":{"version":"1.2","creator":{"name":"chatcb","version":`)
	s.encode(s.tool)
	s.buf.WriteString(`},"entries":[`)
}

// Write writes one record as an entry.
func (s *harSink) Write(r *capture.Record) error {
	if s.n == 0 {
		s.begin()
	} else {
		s.buf.WriteByte(',')
	}
	s.n++
	s.buf.WriteByte('\n')
	s.encode(s.entry(r))
	return s.flush()
}

// Close ends the list of entries.
func (s *harSink) Close() error {
	if s.n == 0 {
		s.begin()
	}
	s.buf.WriteString("\n]}}\n")
	return s.flush()
}

func (s *harSink) flush() error {
	_, err := s.w.Write(s.buf.Bytes())
	s.buf.Reset()
	return err
}

// encode writes a value whose marshalling cannot fail, without the line feed that an encoder adds.
func (s *harSink) encode(v any) {
	e := json.NewEncoder(&s.buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // a bug: none of the shapes holds what JSON has not
	}
	s.buf.Truncate(s.buf.Len() - 1)
}

func (s *harSink) entry(r *capture.Record) *harEntry {
	x := &r.Exchange
	request := requestOf(x, s.o.Lost)
	e := &harEntry{
		Started: x.Start.UTC().Format(time.RFC3339Nano),
		Request: s.request(x, &request),
		Timings: harTimingsOf(&x.Phases),
		Own:     harOwn(r),
	}
	for _, ms := range []float64{e.Timings.DNS, e.Timings.Connect, e.Timings.Send, e.Timings.Wait, e.Timings.Receive} {
		e.Time += max(ms, 0)
	}
	answer, ok := answerOf(x, s.o.Lost)
	e.Response = s.response(x, &answer, ok)
	return e
}

func harPairs(fields []field) []harPair {
	pairs := make([]harPair, len(fields))
	for i, f := range fields {
		pairs[i] = harPair{f.name, f.value}
	}
	return pairs
}

func (s *harSink) request(x *callback.Exchange, m *message) harRequest {
	q := harRequest{
		Method: m.start[0], URL: location(x, m), Version: m.start[2],
		Cookies: []struct{}{}, Headers: harPairs(m.fields), Query: []harPair{},
		HeadersSize: len(m.appendHead(nil)), BodySize: len(m.body),
	}
	if _, query, ok := bytes.Cut([]byte(m.start[1]), []byte{'?'}); ok {
		for _, p := range callback.ParseQuery(string(query)) {
			q.Query = append(q.Query, harPair{p.Name, p.Value})
		}
	}
	if len(m.body) > 0 {
		mime, _ := m.get("Content-Type")
		text := string(m.body)
		if !utf8.Valid(m.body) {
			s.o.Lost.Add(x.Seq, "bytes of the request's body that are not UTF-8")
		}
		q.Post = &harPostData{MimeType: mime, Text: &text}
	}
	return q
}

func (s *harSink) response(x *callback.Exchange, m *message, ok bool) harResponse {
	r := harResponse{
		Status: x.Answer.Status, StatusText: m.start[2], Version: m.start[0],
		Cookies: []struct{}{}, Headers: harPairs(m.fields), HeadersSize: -1, BodySize: -1, Error: string(x.Failure.Cause),
	}
	if !ok {
		return r
	}
	r.HeadersSize, r.BodySize = len(x.Answer.Head), len(m.body)
	r.RedirectURL, _ = m.get("Location")
	r.Content.Size = len(m.body)
	r.Content.MimeType, _ = m.get("Content-Type")
	text := string(m.body)
	if !utf8.Valid(m.body) {
		text, r.Content.Encoding = base64.StdEncoding.EncodeToString(m.body), "base64"
	}
	r.Content.Text = &text
	return r
}

func harMillis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func harTimingsOf(p *callback.Phases) harTimings {
	t := harTimings{Blocked: -1, DNS: -1, Connect: -1, SSL: -1}
	if p.DNS > 0 {
		t.DNS = harMillis(p.DNS)
	}
	if p.Connect > 0 {
		t.Connect = harMillis(max(p.Connect, p.TLS) - p.DNS)
	}
	if p.TLS > 0 {
		t.SSL = harMillis(p.TLS - p.Connect)
	}
	begun := max(p.DNS, p.Connect, p.TLS)
	t.Send = harMillis(max(p.Write-begun, 0))
	t.Wait = harMillis(max(p.FirstByte-max(p.Write, begun), 0))
	t.Receive = harMillis(max(p.LastByte-max(p.FirstByte, p.Write, begun), 0))
	return t
}

// harOwn is the member _chatcb of an entry: what HAR has no place for, as an exchange has it in a capture, and what
// stands beside it there.
func harOwn(r *capture.Record) json.RawMessage {
	x := &r.Exchange
	b := strconv.AppendUint([]byte(`{"seq":`), x.Seq, 10)
	b = strconv.AppendBool(append(b, `,"reused":`...), x.Reused)
	if x.Resent {
		b = append(b, `,"resent":true`...)
	}
	b = append(b, `,"deadline_ms":`...)
	b = strconv.AppendFloat(b, harMillis(x.Limit()), 'f', -1, 64)
	if x.Failure.Cause != "" {
		b = callback.AppendString(append(b, `,"failure":{"cause":`...), string(x.Failure.Cause))
		b = append(callback.AppendString(append(b, `,"detail":`...), x.Failure.Detail), '}')
	}
	for i := range r.Extra {
		b = append(callback.AppendString(append(b, ','), r.Extra[i].Name), ':')
		b = append(b, r.Extra[i].Value...)
	}
	return append(b, `,"request":{}}`...)
}
