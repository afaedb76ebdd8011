package har

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
)

func begin(o *format.Options) string {
	tool := rawjson.AppendString(nil, cmp.Or(o.Tool, "chatcb"))
	return `{"log":{"version":"1.2","creator":{"name":"chatcb","version":` + string(tool) + `},"entries":[` + "\n"
}

func entryOf(r *capture.Record) *entry {
	x := &r.Exchange
	request := format.RequestOf(x)
	e := &entry{
		Started: x.Start.UTC().Format(time.RFC3339Nano),
		Request: requestOf(x, &request),
		Timings: timingsOf(&x.Phases),
		Own:     ownMember(r),
	}
	for _, ms := range []float64{e.Timings.DNS, e.Timings.Connect, e.Timings.Send, e.Timings.Wait, e.Timings.Receive} {
		e.Time += max(ms, 0)
	}
	answer, ok := format.AnswerOf(x)
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
		Cookies: []struct{}{}, Headers: pairsOf(m.Fields), HeadersSize: -1, BodySize: new(-1), Error: string(x.Failure.Cause),
	}
	if r.Content.Size = new(0); !ok {
		return r
	}
	r.HeadersSize, r.BodySize, r.Content.Size = len(x.Answer.Head), new(len(m.Body)), new(len(m.Body))
	r.RedirectURL, _ = m.Get("Location")
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
// is recorded with it there.
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
