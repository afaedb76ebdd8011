package har

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
)

type sink struct {
	w    io.Writer
	o    format.Options
	buf  bytes.Buffer
	n    int
	tool string
}

func write(w io.Writer, o format.Options) format.Sink {
	return &sink{w: w, o: o, tool: o.Tool}
}

func (s *sink) begin() {
	if s.tool == "" {
		s.tool = "chatcb"
	}
	s.buf.WriteString(`{"log":{"version":"1.2","creator":{"name":"chatcb","version":`)
	s.encode(s.tool)
	s.buf.WriteString(`},"entries":[`)
}

// Write writes one record as an entry.
func (s *sink) Write(r *capture.Record) error {
	before := s.buf.Len()
	if s.n == 0 {
		s.begin()
	} else {
		s.buf.WriteByte(',')
	}
	s.buf.WriteByte('\n')
	start := s.buf.Len()
	s.encode(s.entry(r))
	if err := s.compare(&r.Exchange, s.buf.Bytes()[start:]); err != nil {
		s.buf.Truncate(before)
		return s.o.Problem(fmt.Errorf("exchange %d cannot be in a HAR file: %w", r.Exchange.Seq, err))
	}
	s.n++
	return s.flush()
}

// compare reads the entry again and counts what is not as it was: nothing else can tell what is lost.
func (s *sink) compare(x *exchange.Exchange, text []byte) error {
	var e entry
	var again capture.Record
	h := reader{n: s.n + 1}
	if err := json.Unmarshal(text, &e); err != nil {
		return err
	}
	if err := h.entry(&e, &again); err != nil {
		return err
	}
	wantHead, wantBody := format.SplitMasked(x.Sent, x.Seq, s.o.Lost)
	gotHead, gotBody := format.SplitMasked(again.Exchange.Sent, x.Seq, nil)
	if !bytes.Equal(gotHead, wantHead) {
		s.o.Lost.Add(x.Seq, "the exact bytes of the request's head")
	}
	if !bytes.Equal(gotBody, wantBody) {
		s.o.Lost.Add(x.Seq, "the exact bytes of the request's body: how it was cut into chunks, or what is not UTF-8")
	}
	got, want := &again.Exchange, format.Masked(x.Received, x.Seq, nil)
	switch wantHead, _ := format.SplitMasked(x.Answer.Head, x.Seq, s.o.Lost); {
	case bytes.Equal(got.Received, want):
	case x.Answer.Status == 0:
		s.o.Lost.Add(x.Seq, "an answer that is not HTTP")
	case !bytes.Equal(got.Answer.Head, wantHead):
		s.o.Lost.Add(x.Seq, "the exact bytes of the answer's head")
	default:
		s.o.Lost.Add(x.Seq, "bytes around the answer: chunks, interim answers, or what came after it")
	}
	if got.Phases != x.Phases {
		s.o.Lost.Add(x.Seq, "when a phase ended that HAR has no place for")
	}
	return nil
}

// Close ends the list of entries.
func (s *sink) Close() error {
	if s.n == 0 {
		s.begin()
	}
	s.buf.WriteString("\n]}}\n")
	return s.flush()
}

func (s *sink) flush() error {
	_, err := s.w.Write(s.buf.Bytes())
	s.buf.Reset()
	return err
}

// encode writes a value whose marshalling cannot fail, without the line feed that an encoder adds.
func (s *sink) encode(v any) {
	e := json.NewEncoder(&s.buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // a bug: none of the shapes holds what JSON has not
	}
	s.buf.Truncate(s.buf.Len() - 1)
}

func (s *sink) entry(r *capture.Record) *entry {
	x := &r.Exchange
	request := format.RequestOf(x, nil)
	e := &entry{
		Started: x.Start.UTC().Format(time.RFC3339Nano),
		Request: requestOf(x, &request),
		Timings: timingsOf(&x.Phases),
		Own:     ownMember(r),
	}
	for _, ms := range []float64{e.Timings.DNS, e.Timings.Connect, e.Timings.Send, e.Timings.Wait, e.Timings.Receive} {
		e.Time += max(ms, 0)
	}
	answer, ok := format.AnswerOf(x, nil)
	e.Response = responseOf(x, &answer, ok)
	return e
}

func pairsOf(fields []format.Field) []pair {
	pairs := make([]pair, len(fields))
	for i, f := range fields {
		pairs[i] = pair{f.Name, f.Value}
	}
	return pairs
}

func requestOf(x *exchange.Exchange, m *format.Message) request {
	q := request{
		Method: m.Start[0], URL: format.Location(x, m), Version: m.Start[2],
		Cookies: []struct{}{}, Headers: pairsOf(m.Fields), Query: []pair{},
		HeadersSize: len(m.AppendHead(nil)), BodySize: len(m.Body),
	}
	if _, query, ok := bytes.Cut([]byte(m.Start[1]), []byte{'?'}); ok {
		for _, p := range callback.ParseQuery(string(query)) {
			q.Query = append(q.Query, pair{p.Name, p.Value})
		}
	}
	if len(m.Body) > 0 {
		mime, _ := m.Get("Content-Type")
		text := string(m.Body)
		q.Post = &postData{MimeType: mime, Text: &text}
	}
	return q
}

func responseOf(x *exchange.Exchange, m *format.Message, ok bool) response {
	r := response{
		Status: x.Answer.Status, StatusText: m.Start[2], Version: m.Start[0],
		Cookies: []struct{}{}, Headers: pairsOf(m.Fields), HeadersSize: -1, BodySize: -1, Error: string(x.Failure.Cause),
	}
	if !ok {
		return r
	}
	r.HeadersSize, r.BodySize = len(x.Answer.Head), len(m.Body)
	r.RedirectURL, _ = m.Get("Location")
	r.Content.Size = len(m.Body)
	r.Content.MimeType, _ = m.Get("Content-Type")
	text := string(m.Body)
	if !utf8.Valid(m.Body) {
		text, r.Content.Encoding = base64.StdEncoding.EncodeToString(m.Body), "base64"
	}
	r.Content.Text = &text
	return r
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func timingsOf(p *exchange.Phases) timings {
	t := timings{Blocked: -1, DNS: -1, Connect: -1, SSL: -1}
	if p.DNS > 0 {
		t.DNS = millis(p.DNS)
	}
	if p.Connect > 0 {
		t.Connect = millis(max(p.Connect, p.TLS) - p.DNS)
	}
	if p.TLS > 0 {
		t.SSL = millis(p.TLS - p.Connect)
	}
	begun := max(p.DNS, p.Connect, p.TLS)
	t.Send = millis(max(p.Write-begun, 0))
	t.Wait = millis(max(p.FirstByte-max(p.Write, begun), 0))
	t.Receive = millis(max(p.LastByte-max(p.FirstByte, p.Write, begun), 0))
	return t
}

// ownMember is the member _chatcb of an entry: what HAR has no place for, as an exchange has it in a capture, and what
// stands beside it there.
func ownMember(r *capture.Record) json.RawMessage {
	x := &r.Exchange
	b := strconv.AppendUint([]byte(`{"seq":`), x.Seq, 10)
	b = strconv.AppendBool(append(b, `,"reused":`...), x.Reused)
	if x.Resent {
		b = append(b, `,"resent":true`...)
	}
	b = append(b, `,"deadline_ms":`...)
	b = strconv.AppendFloat(b, millis(x.Limit()), 'f', -1, 64)
	if x.Failure.Cause != "" {
		b = rawjson.AppendString(append(b, `,"failure":{"cause":`...), string(x.Failure.Cause))
		b = append(rawjson.AppendString(append(b, `,"detail":`...), x.Failure.Detail), '}')
	}
	for i := range r.Extra {
		b = append(rawjson.AppendString(append(b, ','), r.Extra[i].Name), ':')
		b = append(b, r.Extra[i].Value...)
	}
	return append(b, `,"request":{}}`...)
}
