// Package postman writes Postman collections.
package postman

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
)

// Format is the format of Postman collections.
func Format() format.Format {
	return format.Format{
		Name: "postman", Title: "Postman collection 2.1", Endings: []string{".json"},
		Write: write,
	}
}

// The shapes of a Postman collection, format 2.1.
type item struct {
	Name     string     `json:"name"`
	Request  request    `json:"request"`
	Response []response `json:"response"`
}

type request struct {
	Method string   `json:"method"`
	Header []pair   `json:"header"`
	Body   *body    `json:"body,omitempty"`
	URL    location `json:"url"`
}

type pair struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type body struct {
	Mode    string         `json:"mode"`
	Raw     string         `json:"raw"`
	Options map[string]any `json:"options,omitempty"`
}

type location struct {
	Raw      string   `json:"raw"`
	Protocol string   `json:"protocol"`
	Host     []string `json:"host"`
	Port     string   `json:"port,omitempty"`
	Path     []string `json:"path"`
	Query    []pair   `json:"query,omitempty"`
}

type response struct {
	Name     string     `json:"name"`
	Original request    `json:"originalRequest"`
	Status   string     `json:"status"`
	Code     int        `json:"code"`
	Header   []pair     `json:"header"`
	Cookie   []struct{} `json:"cookie"`
	Body     string     `json:"body"`
	Time     int64      `json:"responseTime"` // milliseconds
}

type sink struct {
	w io.Writer
	o format.Options
	n int
}

func write(w io.Writer, o format.Options) format.Sink { return &sink{w: w, o: o} }

const opening = `{
"info":{"name":"chatcb capture","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
"item":[`

// Write writes one request, with its answer as an example.
func (s *sink) Write(r *capture.Record) error {
	x := &r.Exchange
	m := format.RequestOf(x, s.o.Lost)
	request := s.request(x, &m)
	item := item{Name: format.Title(x), Request: request, Response: []response{}}
	if a, ok := format.AnswerOf(x, s.o.Lost); ok {
		item.Response = append(item.Response, response{
			Name: "as captured", Original: request, Status: a.Start[2], Code: x.Answer.Status, Header: pairsOf(a.Fields),
			Cookie: []struct{}{}, Body: s.text(x, a.Body), Time: x.Phases.LastByte.Milliseconds(),
		})
	}
	format.CountUnkept(x, s.o.Lost)
	s.o.Lost.Add(x.Seq, "times but that of the answer in milliseconds, and what stands beside the exchange")
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(&item); err != nil {
		return err
	}
	start := ",\n"
	if s.n == 0 {
		start = opening + "\n"
	}
	s.n++
	_, err := io.WriteString(s.w, start+strings.TrimSuffix(b.String(), "\n"))
	return err
}

// Close ends the collection.
func (s *sink) Close() error {
	end := "\n]}\n"
	if s.n == 0 {
		end = opening + end
	}
	_, err := io.WriteString(s.w, end)
	return err
}

func pairsOf(fields []format.Field) []pair {
	pairs := make([]pair, len(fields))
	for i, f := range fields {
		pairs[i] = pair{f.Name, f.Value}
	}
	return pairs
}

func (s *sink) text(x *exchange.Exchange, body []byte) string {
	if !utf8.Valid(body) {
		s.o.Lost.Add(x.Seq, "bytes of a body that are not UTF-8")
	}
	return strings.ToValidUTF8(string(body), "\ufffd")
}

// request leaves out the headers that Postman writes by itself. Its {{variables}} are not escaped: there is no way to.
func (s *sink) request(x *exchange.Exchange, m *format.Message) request {
	q := request{Method: m.Start[0], Header: []pair{}, URL: location{Raw: format.Location(x, m), Host: []string{}, Path: []string{}}}
	for _, f := range m.Fields {
		if name := strings.ToLower(f.Name); name != "host" && name != "content-length" {
			q.Header = append(q.Header, pair{f.Name, f.Value})
		}
	}
	if u, err := url.Parse(q.URL.Raw); err == nil {
		q.URL.Protocol, q.URL.Port = u.Scheme, u.Port()
		q.URL.Host = strings.Split(u.Hostname(), ".")
		q.URL.Path = strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
		for _, p := range callback.ParseQuery(u.RawQuery) {
			q.URL.Query = append(q.URL.Query, pair{p.Name, p.Value})
		}
	}
	if len(m.Body) > 0 {
		q.Body = &body{Mode: "raw", Raw: s.text(x, m.Body)}
		if kind, _ := m.Get("Content-Type"); strings.Contains(kind, "json") {
			q.Body.Options = map[string]any{"raw": map[string]string{"language": "json"}}
		}
	}
	if strings.Contains(q.URL.Raw, "{{") || q.Body != nil && strings.Contains(q.Body.Raw, "{{") {
		s.o.Lost.Add(x.Seq, "that {{ is text: Postman takes it for a variable")
	}
	return q
}
